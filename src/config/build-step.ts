import type { XStatic } from "../../schemas/schema.ts";
import { compareDecimals, type Decimal, formatDecimal } from "../core/decimal.ts";
import type { CalibrationPoint, ProcessStep } from "../core/process-step.ts";
import type { Findings } from "./problem.ts";
import { readPositiveDuration } from "./read-duration.ts";
import type { stepSchema } from "./schema/process.ts";
import { child, type Exact, type SourceNode } from "./source-node.ts";

type CheckedStep = Exact<XStatic<typeof stepSchema>>;

/** One step that its schema let through; undefined, and told why, when it makes no sense. */
export function buildStep(step: CheckedStep, node: SourceNode, findings: Findings): ProcessStep | undefined {
  return buildSmoothing(step) ?? buildHolding(node, findings) ?? buildMapping(step, node, findings);
}

function buildSmoothing({ median, moving_average, exponential, delta }: CheckedStep): ProcessStep | undefined {
  if (median !== undefined) return { kind: "median", of: Number(formatDecimal(median)) };
  if (moving_average !== undefined) return { kind: "moving-average", of: Number(formatDecimal(moving_average)) };
  if (exponential !== undefined) return { kind: "exponential", weight: exponential };
  return delta && { kind: "delta", least: delta };
}

function buildHolding(node: SourceNode, findings: Findings): ProcessStep | undefined {
  const [throttle, settle, heartbeat] = ["throttle", "settle", "heartbeat"].map((key) =>
    readPositiveDuration(node, key, findings),
  );
  if (throttle !== undefined) return { kind: "throttle", every: throttle };
  if (settle !== undefined) return { kind: "settle", for: settle };
  return heartbeat === undefined ? undefined : { kind: "heartbeat", every: heartbeat };
}

function buildMapping(step: CheckedStep, node: SourceNode, findings: Findings): ProcessStep | undefined {
  const { offset, scale, clamp, out_of_range: range } = step;
  if (offset !== undefined) return { kind: "offset", by: offset };
  if (scale !== undefined) {
    if (scale.coefficient === 0n) findings.problem(child(node, "scale")?.place ?? node.place, "should not be 0");
    return { kind: "scale", by: scale };
  }
  if (clamp !== undefined) {
    checkOrder(clamp.minimum, clamp.maximum, child(node, "clamp"), findings);
    return { kind: "clamp", minimum: clamp.minimum, maximum: clamp.maximum };
  }
  if (range !== undefined) {
    checkOrder(range.below, range.above, child(node, "out_of_range"), findings);
    return { kind: "out-of-range", below: range.below, above: range.above };
  }
  return buildCalibration(step, node, findings);
}

function checkOrder(
  low: Decimal | undefined,
  high: Decimal | undefined,
  node: SourceNode | undefined,
  findings: Findings,
): void {
  if (node === undefined || low === undefined || high === undefined || compareDecimals(low, high) <= 0) return;
  findings.problem(node.place, "its first bound is greater than its second; swap the two");
}

function buildCalibration({ calibrate }: CheckedStep, node: SourceNode, findings: Findings): ProcessStep | undefined {
  const isLine = calibrate?.line !== undefined;
  const pairs = calibrate?.line ?? calibrate?.points ?? [];
  const points = pairs.flatMap(([measured, right]): CalibrationPoint[] =>
    measured === undefined || right === undefined ? [] : [{ measured, true: right }],
  );
  if (points.length === 0) return undefined;
  const different = new Set(points.map(({ measured }) => plainText(measured))).size;
  if (different < (isLine ? 2 : points.length)) {
    const place = child(child(node, "calibrate"), isLine ? "line" : "points")?.place ?? node.place;
    findings.problem(place, "has two points for one measured number; keep one of them");
    return undefined;
  }
  return { kind: isLine ? "calibrate-line" : "calibrate-points", points };
}

/** `1.50` and `1.5` are the same. */
function plainText(decimal: Decimal): string {
  return formatDecimal(decimal)
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}
