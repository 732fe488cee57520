import { isOn } from "../core/is-on.ts";
import type { Conversion, OutputBinding, Property } from "../core/property.ts";
import { sameValue } from "../core/same-value.ts";
import { type BindingContext, buildBinding } from "./build-binding.ts";
import { readValue, type ValueShape } from "./read-value.ts";
import { child, childMap, type MapNode } from "./source-node.ts";

/** Where a property is written, with its `safe_value`. */
export function buildOutput(
  shape: ValueShape | undefined,
  node: MapNode,
  context: BindingContext,
): OutputBinding | undefined {
  const binding = buildBinding("to", shape, node, context);
  const written = child(node, "safe_value");
  if (written === undefined || shape === undefined) return undefined;
  const leftAlone = written.kind === "scalar" && written.value === null;
  const safeValue = leftAlone ? null : readValue(shape, written, context.findings);
  if (binding === undefined || safeValue === undefined) return undefined;
  const missing = unmapped(shape, binding.conversion);
  if (missing !== undefined) {
    context.findings.problem(
      child(node, "values")?.place ?? node.place,
      `says nothing for ${missing}, which can be written`,
    );
  }
  return { ...binding, safeValue };
}

/** A value that can be written and that `values` does not map. */
function unmapped({ type, enum: words }: ValueShape, { values }: Conversion): string | undefined {
  if (values === undefined) return undefined;
  const possible = type === "boolean" ? [true, false] : (words ?? []);
  const missing = possible.find((value) => !values.some((entry) => sameValue(entry.value, value)));
  return missing === undefined ? undefined : String(missing);
}

/** The rules between an output, its safe value and its limits. */
export function checkOutput(property: Property, node: MapNode, { findings, thingPlace }: BindingContext): void {
  const { to, type } = property;
  const limit = child(childMap(node, "limits"), "max_on");
  if (childMap(node, "to") === undefined) {
    if (limit !== undefined) findings.problem(limit.place, "only an output can stay on; there is no to here");
    return;
  }
  if (type === "string" && property.enum === undefined) {
    findings.problem(node.place, "a string that can be written needs its words; name them in enum");
  }
  if (to === undefined) return;
  const safe = child(childMap(node, "to"), "safe_value")?.place ?? node.place;
  if (limit === undefined) {
    if (to.safeValue !== null) {
      const path = `${thingPlace.path}.properties.${property.name}`;
      const place = node.place.file === thingPlace.file ? node.place : { ...thingPlace, path };
      findings.warning(place, "this output may stay on for ever; set limits.max_on, such as 30m");
    }
  } else if (to.safeValue === null) {
    findings.problem(safe, "is null, so max_on has nothing to set at its end; give the value that is off");
  } else if (isOn(property, to.safeValue)) {
    findings.problem(safe, "is itself on, so max_on would never end; give the value that is off, or name it in off");
  }
}
