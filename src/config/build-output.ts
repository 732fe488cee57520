import type { Conversion, OutputBinding } from "../core/property.ts";
import { sameValue } from "../core/same-value.ts";
import { type BindingContext, type BindingSchema, buildBinding } from "./build-binding.ts";
import { readValue, type ValueShape } from "./read-value.ts";
import { outputSchema } from "./schema/bindings.ts";
import { child, type MapNode } from "./source-node.ts";

/** Where a property, or an action, writes, with its `safe_value`. `ours`: keys beside the driver's own. */
export function buildOutput(
  shape: ValueShape | undefined,
  node: MapNode,
  context: BindingContext,
  ours: BindingSchema = outputSchema,
): OutputBinding | undefined {
  const binding = buildBinding("to", shape, node, context, ours);
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
