import type { ProcessStep } from "../../core/process-step.ts";
import { calibrateLine } from "./calibrate-line.ts";
import { calibratePoints } from "./calibrate-points.ts";
import { clamp } from "./clamp.ts";
import { delta } from "./delta.ts";
import { exponential } from "./exponential.ts";
import type { Filter } from "./filter.ts";
import { heartbeat } from "./heartbeat.ts";
import { median } from "./median.ts";
import { movingAverage } from "./moving-average.ts";
import { offset } from "./offset.ts";
import { outOfRange } from "./out-of-range.ts";
import { scale } from "./scale.ts";
import { settle } from "./settle.ts";
import { throttle } from "./throttle.ts";

/** A filter for one step of one property. `decimals`: digits to which what cannot be exact is rounded. */
export function filterOf(step: ProcessStep, decimals: number): Filter {
  switch (step.kind) {
    case "offset":
      return offset(step.by);
    case "scale":
      return scale(step.by);
    case "calibrate-line":
      return calibrateLine(step.points, decimals);
    case "calibrate-points":
      return calibratePoints(step.points, decimals);
    case "clamp":
      return clamp(step.minimum, step.maximum);
    case "out-of-range":
      return outOfRange(step.below, step.above);
    case "median":
      return median(step.of, decimals);
    case "moving-average":
      return movingAverage(step.of, decimals);
    case "exponential":
      return exponential(step.weight, decimals);
    case "delta":
      return delta(step.least);
    case "throttle":
      return throttle(step.every);
    case "settle":
      return settle(step.for);
    case "heartbeat":
      return heartbeat(step.every);
  }
}
