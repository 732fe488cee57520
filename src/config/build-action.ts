import { affordancePath } from "../core/ids.ts";
import type { Property } from "../core/property.ts";
import type { Action, ActionWork } from "../core/thing.ts";
import type { ActionContext } from "./action-context.ts";
import { buildActionOutput, type OutputDescription } from "./build-action-output.ts";
import { buildCondition, buildConditions, type ConditionScope } from "./build-condition.ts";
import { buildPulse } from "./build-pulse.ts";
import { buildWrites } from "./build-writes.ts";
import { checkHasOutput } from "./check-output.ts";
import { checkShape } from "./check-shape.ts";
import { withThingKeys } from "./draft-thing.ts";
import { readPositiveDuration } from "./read-duration.ts";
import { actionSchema } from "./schema/actions.ts";
import { expectSchema } from "./schema/condition.ts";
import { child, type MapNode, type SourceNode } from "./source-node.ts";
import { titleOf } from "./title-of.ts";

const { properties: keys } = actionSchema;

export interface BuiltAction {
  readonly action: Action;
  /** Its own output, where it has one. */
  readonly output: Property | undefined;
}

/** One action; undefined, and told why, when something in it is wrong. */
export function buildAction(name: string, node: SourceNode, context: ActionContext): BuiltAction | undefined {
  const { draft, references } = context;
  const checked = checkShape(actionSchema, node, references.findings);
  if (node.kind !== "map") return undefined;
  const { title = titleOf(name), aliases = [] } = checked ?? {};
  const { critical = keys.critical.default, ask = keys.ask.default, idempotent } = checked ?? {};
  checkHasOutput(node, references.findings, "let it stand at the property that the action switches");
  checkPulseKeys(node, context);
  const scope: ConditionScope = { references, here: draft.id, output: undefined, asks: "state" };
  const onlyIf = buildConditions(child(node, "only_if"), scope);
  const expect = expectOf(node, { ...scope, asks: "event" });
  const described = { thing: draft.id, name, path: affordancePath(draft.id, name), title, critical, ask };
  const built = workOf(withThingKeys(node, draft.node), described, context);
  if (checked === undefined || built === undefined) return undefined;
  const { work, output } = built;
  return {
    action: {
      name,
      title,
      aliases,
      work,
      critical,
      ask,
      idempotent: idempotent ?? child(node, "write") !== undefined,
      onlyIf,
      expect,
    },
    output,
  };
}

function workOf(
  node: MapNode,
  described: OutputDescription,
  context: ActionContext,
): { readonly work: ActionWork; readonly output: Property | undefined } | undefined {
  if (child(node, "to") !== undefined) return buildActionOutput(node, described, context);
  const work = child(node, "write") === undefined ? buildPulse(node, context) : buildWrites(node, context);
  return work === undefined ? undefined : { work, output: undefined };
}

function checkPulseKeys(node: MapNode, { references }: ActionContext): void {
  const works = ["write", "to"].some((key) => child(node, key) !== undefined);
  if (child(node, "pulse") !== undefined || !works) return;
  for (const key of ["for", "value"]) {
    const entry = node.entries.get(key);
    const remedy = child(node, "to") === undefined ? "leave it out" : "what to writes stands in it";
    if (entry !== undefined) references.findings.problem(entry.key, `goes with a pulse only; ${remedy}`);
  }
}

function expectOf(node: MapNode, scope: ConditionScope): Action["expect"] {
  const written = child(node, "expect");
  if (written === undefined) return undefined;
  const { findings } = scope.references;
  const condition = buildCondition(written, scope, expectSchema);
  const within = readPositiveDuration(written, "within", findings);
  if (condition === undefined || within === undefined) return undefined;
  if (condition.forMs >= within) {
    findings.problem(child(written, "for")?.place ?? written.place, "should be shorter than within");
  }
  return { condition, within };
}
