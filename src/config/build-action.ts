import type { ThingId } from "../core/ids.ts";
import type { Property } from "../core/property.ts";
import type { Action } from "../core/thing.ts";
import type { Value } from "../core/value.ts";
import { checkShape } from "./check-shape.ts";
import type { Findings } from "./problem.ts";
import { readValue } from "./read-value.ts";
import { actionSchema } from "./schema/things.ts";
import { childEntries, type SourceNode } from "./source-node.ts";
import { didYouMean } from "./suggest-key.ts";
import { titleOf } from "./title-of.ts";

const { properties: keys } = actionSchema;

/** What an action may write: the Thing's properties, and names of those with a problem of their own. */
export interface ActionContext {
  readonly thing: ThingId;
  readonly properties: readonly Property[];
  readonly names: readonly string[];
  readonly findings: Findings;
}

/** One action; undefined, and told why, when something in it is wrong. */
export function buildAction(name: string, node: SourceNode, context: ActionContext): Action | undefined {
  const action = checkShape(actionSchema, node, context.findings);
  if (action === undefined) return undefined;
  return {
    name,
    title: action.title ?? titleOf(name),
    aliases: action.aliases ?? [],
    work: { kind: "write", writes: writesOf(node, context) },
    critical: action.critical ?? keys.critical.default,
    ask: action.ask ?? keys.ask.default,
    idempotent: action.idempotent ?? keys.idempotent.default,
    onlyIf: [],
    expect: undefined,
  };
}

function writesOf(
  node: SourceNode,
  { names, properties, thing, findings }: ActionContext,
): (Action["work"] & { kind: "write" })["writes"] {
  const writes: { readonly property: string; readonly value: Value }[] = [];
  for (const [name, { key, value: written }] of childEntries(node, "write")) {
    const property = properties.find((candidate) => candidate.name === name);
    if (!names.includes(name)) findings.problem(key, `${thing} has no property ${name}${didYouMean(name, names)}`);
    if (property === undefined) continue;
    if (property.to === undefined) findings.problem(key, `${name} cannot be written; give it a to, or leave it out`);
    const value = readValue(property, written, findings);
    if (value !== undefined) writes.push({ property: name, value });
  }
  return writes;
}
