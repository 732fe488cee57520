import { parseDuration } from "../core/duration.ts";
import type { Findings } from "./problem.ts";
import { durationShape } from "./schema/shapes.ts";
import { child, type SourceNode } from "./source-node.ts";

/** The duration under a key, in ms; undefined where there is none or it is wrong, which is then told. */
export function readDuration(node: SourceNode | undefined, key: string, findings: Findings): number | undefined {
  const found = child(node, key);
  if (found?.kind !== "scalar" || typeof found.value !== "string") return undefined;
  const ms = parseDuration(found.value);
  if (ms === undefined) findings.problem(found.place, durationShape.sentence);
  return ms;
}

/** The same where 0 makes no sense. */
export function readPositiveDuration(
  node: SourceNode | undefined,
  key: string,
  findings: Findings,
): number | undefined {
  const ms = readDuration(node, key, findings);
  const found = child(node, key);
  if (ms === 0 && found !== undefined) findings.problem(found.place, "should be longer than 0");
  return ms;
}
