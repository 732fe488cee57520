import { compareDecimals, type Decimal, formatDecimal, roundTo } from "../core/decimal.ts";
import type { AffordancePath, ThingId } from "../core/ids.ts";
import { isOn } from "../core/is-on.ts";
import type { Limits, LinkLossRule, Property } from "../core/property.ts";
import { buildConditions, type ConditionScope } from "./build-condition.ts";
import { findProperty, type References } from "./find-property.ts";
import type { Findings } from "./problem.ts";
import { readPositiveDuration } from "./read-duration.ts";
import { readRate } from "./read-rate.ts";
import type { ValueShape } from "./read-value.ts";
import { child, childText, type MapNode, type SourceNode } from "./source-node.ts";

export interface LimitsScope {
  readonly references: References;
  readonly thing: ThingId;
  /** The output that they hold for. */
  readonly path: AffordancePath;
}

/**
 * The limits under `limits` of a property or of an action with an output of its own; `notWith` as it stands there, not
 * yet symmetric. Without the output's shape (it has a problem of its own) they are only checked.
 */
export function buildLimits(node: MapNode, shape: ValueShape | undefined, scope: LimitsScope): Limits {
  const limits = child(node, "limits");
  const { findings } = scope.references;
  const asked: ConditionScope = {
    references: scope.references,
    here: scope.thing,
    output: scope.path,
    asks: "state",
  };
  const deadTime = readPositiveDuration(limits, "dead_time", findings);
  const dead = child(limits, "dead_time");
  if (dead !== undefined && child(limits, "not_with") === undefined) {
    findings.problem(dead.place, "needs not_with beside it: the outputs that must be off for this time");
  }
  return {
    maxOn: readPositiveDuration(limits, "max_on", findings),
    minOff: readPositiveDuration(limits, "min_off", findings),
    notWith: notWithOf(child(limits, "not_with"), scope),
    deadTime,
    onlyIf: buildConditions(child(limits, "only_if"), asked),
    onlyWhile: buildConditions(child(limits, "only_while"), asked),
    maxSwitches: readRate(limits, "max_switches", findings),
    ...boundsOf(limits, shape, findings),
    holdForever: holdOf(limits, findings),
  };
}

/** What becomes of the output on link loss; undefined: it holds. */
export function buildLinkLoss(node: MapNode, findings: Findings): LinkLossRule | undefined {
  const rule = child(node, "on_link_loss");
  const after = readPositiveDuration(rule, "after", findings);
  const what = childText(rule, "do");
  return after === undefined || (what !== "safe" && what !== "hold") ? undefined : { after, do: what };
}

function notWithOf(node: SourceNode | undefined, scope: LimitsScope): readonly AffordancePath[] {
  const paths = new Set<AffordancePath>();
  for (const item of node?.kind === "list" ? node.items : []) {
    const name = item.kind === "scalar" && typeof item.value === "string" ? item.value : undefined;
    const other = name === undefined ? undefined : findProperty(name, item.place, scope.thing, scope.references);
    if (other === undefined) continue;
    const objection = objectionTo(other, scope.path);
    if (objection === undefined) paths.add(other.path);
    else scope.references.findings.problem(item.place, objection);
  }
  return [...paths];
}

/** Why an output cannot be kept from being on together with another one. */
function objectionTo(other: Property, self: AffordancePath): string | undefined {
  if (other.path === self) return "an output cannot be kept from being on together with itself; name another one";
  if (other.to === undefined) return `${other.path} is never written; name an output, or ask for it in only_while`;
  const { safeValue } = other.to;
  if (safeValue === null || !isOn(other, safeValue)) return undefined;
  return `the safe_value of ${other.path} is itself on, so the two could be on together; give it the value that is off`;
}

function boundsOf(
  limits: SourceNode | undefined,
  shape: ValueShape | undefined,
  findings: Findings,
): Pick<Limits, "minimum" | "maximum"> {
  const minimum = boundAt("minimum", limits, shape, findings);
  const maximum = boundAt("maximum", limits, shape, findings);
  if (minimum !== undefined && maximum !== undefined && compareDecimals(minimum, maximum) > 0) {
    const place = child(limits, "minimum")?.place;
    if (place) findings.problem(place, `is greater than maximum, ${formatDecimal(maximum)}; swap the two`);
  }
  return { minimum, maximum };
}

function boundAt(
  key: "minimum" | "maximum",
  limits: SourceNode | undefined,
  shape: ValueShape | undefined,
  findings: Findings,
): Decimal | undefined {
  const found = child(limits, key);
  if (found?.kind !== "scalar" || typeof found.value !== "object" || found.value === null) return undefined;
  const bound = found.value;
  if (shape === undefined) return bound;
  const { type, minimum, maximum, decimals } = shape;
  const tell = (message: string): void => findings.problem(found.place, message);
  if (type !== "number" && type !== "integer") tell(`only numbers have it; this is a ${type}`);
  else if (minimum !== undefined && compareDecimals(bound, minimum) < 0) {
    tell(`only narrows, and the property's minimum is ${formatDecimal(minimum)}`);
  } else if (maximum !== undefined && compareDecimals(bound, maximum) > 0) {
    tell(`only narrows, and the property's maximum is ${formatDecimal(maximum)}`);
  } else if (type === "integer" && compareDecimals(roundTo(bound, decimals), bound) !== 0) {
    tell("should be a whole number for an integer");
  }
  return bound;
}

function holdOf(limits: SourceNode | undefined, findings: Findings): boolean {
  const hold = child(limits, "hold");
  if (hold !== undefined && child(limits, "max_on") !== undefined) {
    findings.problem(hold.place, "stands beside max_on, which ends it; keep one of the two");
  }
  return hold !== undefined;
}
