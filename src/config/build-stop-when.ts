import type { Condition } from "../core/condition.ts";
import { buildConditions } from "./build-condition.ts";
import type { References } from "./find-property.ts";
import type { SourceNode } from "./source-node.ts";

/** The conditions of which each sets every output safe. The schema of the whole file has checked the list. */
export function buildStopWhen(node: SourceNode | undefined, references: References): readonly Condition[] {
  return buildConditions(node, { references, here: undefined, output: undefined, asks: "event" });
}
