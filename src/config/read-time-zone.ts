import type { Findings } from "./problem.ts";
import { roomwireSchema } from "./schema/roomwire.ts";
import { timeZoneShape } from "./schema/shapes.ts";
import { child, childText, type SourceNode } from "./source-node.ts";
import { didYouMean } from "./suggest-key.ts";

/** `time_zone` as it is written, when the system's list has it; else UTC, and told why. */
export function readTimeZone(root: SourceNode, findings: Findings): string {
  const unsaid = roomwireSchema.properties.time_zone.default;
  const name = childText(root, "time_zone");
  if (name === undefined || !new RegExp(timeZoneShape.pattern).test(name)) return unsaid;
  if (isTimeZone(name)) return name;
  const hint = didYouMean(name, Intl.supportedValuesOf("timeZone"));
  const place = child(root, "time_zone")?.place ?? root.place;
  findings.problem(place, `there is no time zone ${name}${hint || "; see the IANA list, such as Europe/Berlin"}`);
  return unsaid;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
