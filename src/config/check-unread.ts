import type { Findings } from "./problem.ts";
import { child, type MapNode } from "./source-node.ts";

const ofReadings = ["report", "stale", "momentary"] as const;

/** What a property says of its readings, though it has none. */
export function checkUnread(property: MapNode, findings: Findings): void {
  if (child(property, "from") !== undefined) return;
  for (const key of ofReadings) {
    const node = child(property, key);
    if (node === undefined) continue;
    findings.warning(
      node.place,
      "has no effect without from: what is only written is never recorded; leave it out, or say in from where it is read",
    );
  }
}
