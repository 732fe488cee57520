import type { XStatic } from "../../schemas/schema.ts";
import { compareDecimals, formatDecimal, isMultiple, roundTo } from "../core/decimal.ts";
import type { Findings } from "./problem.ts";
import type { propertySchema } from "./schema/property.ts";
import { child, type Exact, type MapNode } from "./source-node.ts";

const numeric = ["minimum", "maximum", "step", "decimals"] as const;

/** The rules among `minimum`, `maximum`, `step` and `decimals`. */
export function checkNumbers(property: Exact<XStatic<typeof propertySchema>>, node: MapNode, findings: Findings): void {
  const { type, minimum, maximum, step } = property;
  const tell = (key: string, message: string): void => findings.problem(child(node, key)?.place ?? node.place, message);
  if (type === "boolean" || type === "string") {
    for (const key of numeric) if (property[key] !== undefined) tell(key, `only numbers have it; this is a ${type}`);
    return;
  }
  if (minimum !== undefined && maximum !== undefined && compareDecimals(minimum, maximum) > 0) {
    tell("minimum", `is greater than maximum, ${formatDecimal(maximum)}; swap the two`);
  }
  if (step !== undefined && minimum !== undefined && !isMultiple(minimum, step)) {
    tell("step", `minimum, ${formatDecimal(minimum)}, is not a multiple of it`);
  }
  if (type !== "integer") return;
  for (const key of ["minimum", "maximum", "step"] as const) {
    const bound = property[key];
    if (bound !== undefined && compareDecimals(roundTo(bound, 0), bound) !== 0) {
      tell(key, "should be a whole number for an integer; or make the type number");
    }
  }
  if (property.decimals !== undefined && property.decimals.coefficient !== 0n) {
    tell("decimals", "an integer has none; leave it out, or make the type number");
  }
}
