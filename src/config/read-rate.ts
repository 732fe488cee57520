import type { Limits } from "../core/property.ts";
import type { Findings } from "./problem.ts";
import { rateShape } from "./schema/shapes.ts";
import { child, type SourceNode } from "./source-node.ts";

const mostTimes = 1000;
const spans: ReadonlyMap<string, number> = new Map([
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);

/** A rate such as `20/h` under a key; undefined where there is none or it is wrong, which is then told. */
export function readRate(node: SourceNode | undefined, key: string, findings: Findings): Limits["maxSwitches"] {
  const found = child(node, key);
  if (found?.kind !== "scalar" || typeof found.value !== "string") return undefined;
  if (!new RegExp(rateShape.pattern).test(found.value)) return undefined;
  const [times = "", span = ""] = found.value.split("/");
  const count = Number(times);
  const within = spans.get(span);
  if (within !== undefined && count >= 1 && count <= mostTimes) return { count, within };
  findings.problem(found.place, `should be from 1 to ${mostTimes} times`);
  return undefined;
}
