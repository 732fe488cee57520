import type { Decimal } from "../../core/decimal.ts";
import { boundProblem } from "../bound-problem.ts";
import type { Filter } from "./filter.ts";

/** What lies outside keeps its value and gets the quality `out-of-range`, so that no later step mixes it with good ones. */
export function outOfRange(below: Decimal | undefined, above: Decimal | undefined): Filter {
  return {
    take(reading) {
      const detail = boundProblem(reading.value, below, above);
      if (detail === undefined) return reading;
      return { ...reading, quality: "out-of-range", fault: { code: "out-of-bounds", detail } };
    },
  };
}
