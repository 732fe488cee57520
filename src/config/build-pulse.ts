import type { Property } from "../core/property.ts";
import type { ActionWork } from "../core/thing.ts";
import type { Value } from "../core/value.ts";
import type { ActionContext } from "./action-context.ts";
import { checkPulse } from "./check-pulse.ts";
import type { Findings, Place } from "./problem.ts";
import { readPositiveDuration } from "./read-duration.ts";
import { readValue, wanted } from "./read-value.ts";
import { child, childEntries, childText, type MapNode } from "./source-node.ts";
import { didYouMean } from "./suggest-key.ts";

type Pulse = ActionWork & { readonly kind: "pulse" };

/** An action that switches a property of its Thing on for a time; undefined, and told why, when it cannot. */
export function buildPulse(node: MapNode, context: ActionContext): Pulse | undefined {
  const { findings } = context.references;
  const name = childText(node, "pulse");
  const place = child(node, "pulse")?.place;
  if (name === undefined || place === undefined) return undefined;
  const time = timeOf(node, findings);
  const property = findOutput(name, place, context);
  if (property === undefined) return undefined;
  const value = valueFor(node, property, findings);
  const places = {
    output: place,
    value: child(node, "value")?.place ?? place,
    time: child(node, "for")?.place ?? place,
  };
  checkPulse(property, { value, longest: time?.maximum }, places, findings);
  return value === undefined || time === undefined
    ? undefined
    : { kind: "pulse", property: property.name, value, for: time };
}

function findOutput(
  name: string,
  place: Place,
  { draft, properties, references }: ActionContext,
): Property | undefined {
  const names = childEntries(draft.node, "properties").map(([known]) => known);
  if (!names.includes(name)) {
    references.findings.problem(place, `${draft.id} has no property ${name}${didYouMean(name, names)}`);
  }
  return properties.find((candidate) => candidate.name === name);
}

function valueFor(node: MapNode, property: Property, findings: Findings): Value | undefined {
  const written = child(node, "value");
  if (written !== undefined) return readValue(property, written, findings);
  if (property.type === "boolean") return true;
  const path = `${node.place.path}.value`;
  findings.problem({ ...node.place, path }, `is missing: ${wanted(property)}, while the pulse lasts`);
  return undefined;
}

function timeOf(node: MapNode, findings: Findings): Pulse["for"] | undefined {
  const written = child(node, "for");
  if (written === undefined) {
    const path = `${node.place.path}.for`;
    findings.problem({ ...node.place, path }, "is missing: how long the pulse lasts, such as 20s");
    return undefined;
  }
  if (written.kind !== "map") {
    const time = readPositiveDuration(node, "for", findings);
    return time === undefined ? undefined : { default: time, maximum: time };
  }
  const usual = readPositiveDuration(written, "default", findings);
  const maximum = readPositiveDuration(written, "maximum", findings) ?? usual;
  if (usual === undefined || maximum === undefined) return undefined;
  if (maximum < usual) {
    findings.problem(child(written, "maximum")?.place ?? written.place, "is shorter than default; make it longer");
  }
  return { default: usual, maximum };
}
