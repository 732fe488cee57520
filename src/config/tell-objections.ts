import type { Objection } from "./driver-schemas.ts";
import type { Findings } from "./problem.ts";
import { child, type MapNode, type SourceNode } from "./source-node.ts";

/** Tells what a driver has against settings, each at the place of its key. */
export function tellObjections(objections: readonly Objection[], node: MapNode, findings: Findings): void {
  for (const { keys, message } of objections) {
    let spot: SourceNode = node;
    for (const key of keys) spot = child(spot, key) ?? spot;
    findings.problem(spot.place, message);
  }
}
