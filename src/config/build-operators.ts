import { asThingId, asUserId, type UserId } from "../core/ids.ts";
import { checkShape } from "./check-shape.ts";
import type { Operator } from "./configuration.ts";
import type { Findings } from "./problem.ts";
import { operatorSchema } from "./schema/operators.ts";
import { child, childText, type SourceNode } from "./source-node.ts";
import { didYouMean } from "./suggest-key.ts";

/** Who may command; `things` are the ids that there are, `agent` the agent's own user id. */
export function buildOperators(
  node: SourceNode | undefined,
  things: readonly string[],
  agent: string | undefined,
  findings: Findings,
): readonly Operator[] {
  const operators: Operator[] = [];
  for (const item of node?.kind === "list" ? node.items : []) {
    const operator = buildOperator(item, things, findings);
    const user = childText(item, "user");
    const place = child(item, "user")?.place ?? item.place;
    if (operators.some((known) => known.user === user)) findings.problem(place, "this operator stands here twice");
    if (user !== undefined && user === agent) findings.problem(place, "the agent cannot be its own operator");
    if (operator !== undefined) operators.push(operator);
  }
  return operators;
}

function buildOperator(node: SourceNode, things: readonly string[], findings: Findings): Operator | undefined {
  if (node.kind !== "map") return undefined;
  const operator = checkShape(operatorSchema, node, findings);
  const listed = child(node, "things");
  for (const item of listed?.kind === "list" ? listed.items : []) {
    const id = item.kind === "scalar" ? item.value : undefined;
    if (typeof id === "string" && !things.includes(id)) {
      findings.problem(item.place, `there is no Thing ${id}${didYouMean(id, things)}`);
    }
  }
  if (operator === undefined) return undefined;
  if (operator.master_key === undefined) {
    findings.warning(node.place, `${operator.user} cannot be pinned yet, so no command is taken; set master_key`);
  }
  return {
    user: asUserId(operator.user),
    masterKey: operator.master_key,
    trust: undefined,
    may: operator.may ?? operatorSchema.properties.may.default,
    things: operator.things?.map(asThingId),
    until: undefined,
  };
}

/** Who may receive; the schema of the whole file has checked them. */
export function buildReaders(readers: readonly string[] | undefined): readonly UserId[] {
  return (readers ?? []).map(asUserId);
}
