import { durationShape } from "./shapes.ts";

const number = { type: "number" } as const;
const duration = { type: "string", pattern: durationShape.pattern } as const;

const points = {
  type: "array",
  minItems: 2,
  maxItems: 50,
  items: { type: "array", minItems: 2, maxItems: 2, items: number },
} as const;

const steps = {
  offset: { ...number, description: "Adds this to a number." },
  scale: { ...number, description: "Multiplies a number by this." },
  calibrate: {
    type: "object",
    additionalProperties: false,
    oneOf: [{ required: ["line"] }, { required: ["points"] }],
    properties: {
      line: { ...points, description: "Pairs `[measured, true]`: the straight line nearest to all of them." },
      points: {
        ...points,
        description: "The same pairs: straight from each to the next, and on beyond the outer ones.",
      },
    },
    description: "Numbers as a better instrument tells them: `{ line: [[0.4, 0], [99.1, 100]] }`, or `points`.",
  },
  clamp: {
    type: "object",
    additionalProperties: false,
    anyOf: [{ required: ["minimum"] }, { required: ["maximum"] }],
    properties: {
      minimum: { ...number, description: "What is less becomes this." },
      maximum: { ...number, description: "What is more becomes this." },
    },
    description: "The nearest number between bounds.",
  },
  out_of_range: {
    type: "object",
    additionalProperties: false,
    anyOf: [{ required: ["below"] }, { required: ["above"] }],
    properties: {
      below: { ...number, description: "What is less is out of range." },
      above: { ...number, description: "What is more is out of range." },
    },
    description: "Gives what lies outside the quality `out-of-range`; later steps leave it out.",
  },
  median: { type: "integer", minimum: 2, maximum: 99, description: "The middle one of the last so many readings." },
  moving_average: { type: "integer", minimum: 2, maximum: 1000, description: "The mean of the last so many readings." },
  exponential: {
    ...number,
    exclusiveMinimum: 0,
    maximum: 1,
    description: "Goes this part of the way to each new number: 0.1 is smooth and slow, 1 changes nothing.",
  },
  delta: {
    ...number,
    exclusiveMinimum: 0,
    description: "A number goes on when it differs by at least this from the last one that did.",
  },
  throttle: {
    ...duration,
    description: "At most one value in this time; what comes too soon goes on at its end, as it is by then.",
  },
  settle: {
    ...duration,
    description:
      "A value goes on when it stayed the same for this long, with the time at which it began (debounce). One that has not settled yet is forgotten when the agent ends.",
  },
  heartbeat: {
    ...duration,
    description:
      "The last good value once more when none came for this long, without a time of measurement; it confirms nothing. The last step.",
  },
} as const;

/** One step between what was read and the latest value. */
export const stepSchema = {
  type: "object",
  description: "One step between what was read and the latest value.",
  additionalProperties: false,
  oneOf: [
    { required: ["offset"] },
    { required: ["scale"] },
    { required: ["calibrate"] },
    { required: ["clamp"] },
    { required: ["out_of_range"] },
    { required: ["median"] },
    { required: ["moving_average"] },
    { required: ["exponential"] },
    { required: ["delta"] },
    { required: ["throttle"] },
    { required: ["settle"] },
    { required: ["heartbeat"] },
  ],
  properties: steps,
} as const;

/** The steps of a property; each is checked by itself. */
export const processSchema = {
  type: "array",
  minItems: 1,
  maxItems: 20,
  items: { type: "object" },
  description: "Steps between what was read and the latest value, in this order: smoothing, calibration, settling.",
} as const;
