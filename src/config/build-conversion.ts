import type { Decimal } from "../core/decimal.ts";
import type { Conversion, ValueMapEntry } from "../core/property.ts";
import { sameValue } from "../core/same-value.ts";
import type { Wire } from "../core/value.ts";
import type { Findings } from "./problem.ts";
import { readKey, type ValueShape, wanted } from "./read-value.ts";
import { child, type MapNode, type SourceNode } from "./source-node.ts";

/** How wire values become values of the property: `values`, or `scale` and `offset`. */
export function buildConversion(shape: ValueShape, node: MapNode, findings: Findings): Conversion {
  const values = child(node, "values");
  const scale = numberAt(node, "scale");
  const offset = numberAt(node, "offset");
  const numeric = shape.type === "number" || shape.type === "integer";
  for (const key of ["scale", "offset"]) {
    const entry = node.entries.get(key);
    if (entry === undefined) continue;
    if (!numeric) findings.problem(entry.key, `only numbers can have it; a ${shape.type} takes values`);
    else if (values !== undefined) findings.problem(entry.key, "cannot stand beside values; keep one of the two");
  }
  if (scale?.coefficient === 0n) findings.problem(child(node, "scale")?.place ?? node.place, "should not be 0");
  return {
    ...(values?.kind === "map" && { values: buildValues(shape, values, findings) }),
    ...(scale !== undefined && { scale }),
    ...(offset !== undefined && { offset }),
  };
}

function numberAt(node: MapNode, key: string): Decimal | undefined {
  const found = child(node, key);
  return found?.kind === "scalar" && typeof found.value === "object" && found.value !== null ? found.value : undefined;
}

function buildValues(shape: ValueShape, node: MapNode, findings: Findings): readonly ValueMapEntry[] {
  const entries: ValueMapEntry[] = [];
  for (const [name, { key, value: wire }] of node.entries) {
    const value = readKey(shape, name);
    if (value === undefined)
      findings.problem(
        key,
        `the key should be ${wanted(shape)}: it is the property's value, and behind it stands the wire's`,
      );
    const wires = wiresOf(wire);
    const taken = entries.find((known) => known.wires.some((one) => wires.some((other) => sameValue(one, other))));
    if (taken !== undefined) findings.problem(wire.place, "the same wire value already stands for another value");
    if (value !== undefined) entries.push({ value, wires });
  }
  return entries;
}

function wiresOf(node: SourceNode): readonly Wire[] {
  if (node.kind === "list") return node.items.flatMap(wiresOf);
  return node.kind === "scalar" && node.value !== null ? [node.value] : [];
}
