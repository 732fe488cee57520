import { asThingId, asUserId, type UserId } from "../core/ids.ts";
import { checkShape } from "./check-shape.ts";
import type { Operator } from "./configuration.ts";
import type { Findings } from "./problem.ts";
import { readUntil } from "./read-until.ts";
import { operatorSchema } from "./schema/operators.ts";
import { child, childText, type SourceNode } from "./source-node.ts";
import { didYouMean } from "./suggest-key.ts";

export interface OperatorContext {
  /** Ids that there are. */
  readonly things: readonly string[];
  /** The agent's own user id. */
  readonly agent: string | undefined;
  readonly timeZone: string;
  readonly findings: Findings;
}

/** Who may command. */
export function buildOperators(node: SourceNode | undefined, context: OperatorContext): readonly Operator[] {
  const { agent, findings } = context;
  const operators: Operator[] = [];
  for (const item of node?.kind === "list" ? node.items : []) {
    const operator = buildOperator(item, context);
    const user = childText(item, "user");
    const place = child(item, "user")?.place ?? item.place;
    if (operators.some((known) => known.user === user)) findings.problem(place, "this operator stands here twice");
    if (user !== undefined && user === agent) findings.problem(place, "the agent cannot be its own operator");
    if (operator !== undefined) operators.push(operator);
  }
  return operators;
}

function buildOperator(node: SourceNode, { things, timeZone, findings }: OperatorContext): Operator | undefined {
  if (node.kind !== "map") return undefined;
  const operator = checkShape(operatorSchema, node, findings);
  checkThings(child(node, "things"), things, findings);
  const until = readUntil(node, "until", timeZone, findings);
  if (operator === undefined) return undefined;
  const { user, master_key: masterKey, trust } = operator;
  if (masterKey !== undefined && trust !== undefined) {
    const place = child(node, "trust")?.place ?? node.place;
    findings.problem(place, "cannot stand beside master_key, which is the only key that counts; keep one of the two");
  }
  if (masterKey === undefined && trust === undefined) findings.warning(node.place, unpinned(user), "pin");
  return {
    user: asUserId(user),
    masterKey,
    trust,
    may: operator.may ?? operatorSchema.properties.may.default,
    things: operator.things?.map(asThingId),
    until,
  };
}

/** The ways of pinning a key, for who named none. */
function unpinned(user: string): string {
  return `no key of ${user} stands here: commands count once one is pinned, by emoji with their client, by !pair CODE, or by master_key here; trust: first-use takes the first one that comes (\`roomwire operators\` tells what is pinned)`;
}

function checkThings(listed: SourceNode | undefined, things: readonly string[], findings: Findings): void {
  for (const item of listed?.kind === "list" ? listed.items : []) {
    const id = item.kind === "scalar" ? item.value : undefined;
    if (typeof id === "string" && !things.includes(id)) {
      findings.problem(item.place, `there is no Thing ${id}${didYouMean(id, things)}`);
    }
  }
}

/** Who may receive; the schema of the whole file has checked them. */
export function buildReaders(readers: readonly string[] | undefined): readonly UserId[] {
  return (readers ?? []).map(asUserId);
}
