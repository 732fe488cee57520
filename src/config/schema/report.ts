import { durationShape } from "./shapes.ts";

/** Which readings are worth recording and sending. */
export const reportSchema = {
  type: "object",
  description: "Which readings of what is read (`from`) are recorded and sent.",
  additionalProperties: false,
  properties: {
    change: {
      type: "number",
      minimum: 0,
      description: "Numbers: least difference to the last recorded value. Default: any change.",
    },
    at_most_every: {
      type: "string",
      pattern: durationShape.pattern,
      description: "Least time between two recorded readings. Default: numbers 10s, else 0s.",
    },
    at_least_every: {
      type: "string",
      pattern: durationShape.pattern,
      default: "10m",
      description: "Longest time without a recorded reading, changed or not.",
    },
  },
} as const;

/** For every property that says nothing else. */
export const defaultsSchema = {
  type: "object",
  description: "For every property that says nothing else.",
  additionalProperties: false,
  properties: {
    report: reportSchema,
    stale: {
      type: "string",
      pattern: durationShape.pattern,
      description: "Time without a sample after which a value counts as stale. Default: never.",
    },
  },
} as const;
