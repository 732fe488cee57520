import { conditionKeys, oneTest } from "./condition.ts";
import { durationShape, rateShape, repeatShape, timeOfDayShape } from "./shapes.ts";

/** A condition that people must see. */
export const alertSchema = {
  type: "object",
  description:
    "A condition that people are called for: the keys of a condition, of which `property` is this one by default, and:",
  additionalProperties: false,
  oneOf: oneTest,
  properties: {
    ...conditionKeys,
    text: {
      type: "string",
      minLength: 1,
      maxLength: 200,
      description: "What people are told. Default: made from the condition.",
    },
    repeat: {
      type: "string",
      pattern: repeatShape.pattern,
      description:
        "Time after which it is told again until somebody types `!ack`, or `never`. Default: `alerts.repeat`.",
    },
    urgent: { type: "boolean", default: false, description: "Rings in quiet hours as well." },
  },
} as const;

/** What holds for all alerts. */
export const alertsSchema = {
  type: "object",
  description: "What holds for all alerts; the conditions stand in `alerts` of a property.",
  additionalProperties: false,
  properties: {
    repeat: {
      type: "string",
      pattern: repeatShape.pattern,
      default: "1h",
      description: "Time after which an alert is told again until somebody types `!ack`, or `never`.",
    },
    quiet_hours: {
      type: "object",
      description:
        "Hours of the day, in `time_zone`, in which only what is `urgent` rings; the rest waits for their end.",
      additionalProperties: false,
      required: ["from", "to"],
      properties: {
        from: { type: "string", pattern: timeOfDayShape.pattern, description: 'When they begin, such as `"22:00"`.' },
        to: { type: "string", pattern: timeOfDayShape.pattern, description: 'When they end, such as `"07:00"`.' },
      },
    },
    link_lost: {
      type: "string",
      pattern: durationShape.pattern,
      default: "10m",
      description: "Time without the homeserver that is told once it is back.",
    },
    refused: {
      type: "string",
      pattern: rateShape.pattern,
      default: "5/h",
      description:
        "How many refusals of somebody who tries what they may not are an alert, in a minute (`3/m`), an hour (`5/h`) or a day.",
    },
  },
} as const;

/** The alerts of a property; what stands inside is checked one by one. */
export const alertListSchema = {
  type: "array",
  minItems: 1,
  maxItems: 20,
  items: { type: "object" },
  description: "Conditions that people are called for.",
} as const;
