import { includedSchema } from "./included.ts";
import { operatorsSchema, readersSchema } from "./operators.ts";
import { defaultsSchema } from "./report.ts";
import { durationShape, fileShape, includeShape, pathShape, sizeShape, timeZoneShape } from "./shapes.ts";

/** The file as a whole. What stands inside connections, operators and things is checked piece by piece. */
export const roomwireSchema = {
  type: "object",
  description: "The configuration of one agent.",
  additionalProperties: false,
  required: ["matrix"],
  properties: {
    matrix: { type: "object", description: "The account and the rooms." },
    clock: {
      enum: ["auto", "trusted"],
      default: "auto",
      description:
        "`auto`: the clock is trusted while the system says that it is synchronised, unless it is before what was ever seen or stepped back. Without a trusted clock the agent asks back before anything moves. `trusted`: always, for containers and test machines.",
    },
    time_zone: {
      type: "string",
      pattern: timeZoneShape.pattern,
      default: "UTC",
      description: "Time zone of days and hours in this file: a name of the IANA list, such as `Europe/Berlin`.",
    },
    language: {
      enum: ["en", "de"],
      default: "en",
      description:
        "Language in which the agent talks to people, and whose words it understands besides the English ones: English or German.",
    },
    state_directory: {
      type: "string",
      pattern: fileShape.pattern,
      default: "/var/lib/roomwire",
      description: "Directory of keys, journal and readings, for the agent's user alone (0700).",
    },
    storage: {
      type: "object",
      description: "How readings are kept.",
      additionalProperties: false,
      properties: {
        durability: {
          type: "string",
          pattern: durationShape.pattern,
          default: "1s",
          description: "How much of the newest readings a power cut may cost.",
        },
        keep: {
          type: "object",
          description:
            "How much is kept. What was delivered goes first, the oldest first; then the oldest numbers, then booleans and texts, which is told in a `dev.roomwire.loss` event.",
          additionalProperties: false,
          properties: {
            size: {
              type: "string",
              pattern: sizeShape.pattern,
              default: "256MiB",
              description: "Most bytes of all files of readings together, at least 4MiB.",
            },
            age: {
              type: "string",
              pattern: durationShape.pattern,
              default: "400d",
              description: "Older readings are let go of, while the clock is trusted.",
            },
          },
        },
      },
    },
    telemetry: {
      type: "object",
      description: "How readings are sent.",
      additionalProperties: false,
      properties: {
        every: {
          type: "string",
          pattern: durationShape.pattern,
          description:
            "An event is sent when it is full, else at most this often. Default: 30s with a `data_room`, 15m without.",
        },
      },
    },
    panel: {
      type: "boolean",
      default: false,
      description:
        "One pinned message in `room` with the latest values, edited at most once in 60 s where they change. Some clients show each edit as a line of its own.",
    },
    bot_commands: {
      type: "boolean",
      default: false,
      description:
        "`room` describes the commands in its state (MSC4391), so that clients which know that offer them with their arguments. Nothing of this file is in it. Some clients show each of the ten as a line of its own, once.",
    },
    reactions: {
      type: "boolean",
      default: false,
      description:
        "What was typed gets ✅ or ❌ once it is done or not, besides the answer. Matrix encrypts no reactions: the homeserver then sees how each typed command ended, and could forge one; the answer it cannot.",
    },
    operators: operatorsSchema,
    readers: readersSchema,
    connections: includedSchema.properties.connections,
    include: {
      type: ["string", "array"],
      minItems: 1,
      maxItems: 20,
      uniqueItems: true,
      pattern: includeShape.pattern,
      items: { type: "string", pattern: includeShape.pattern },
      description:
        "Files with more connections and Things, such as `things.d/*.yaml`: a name or a list, relative to this file. A `*` stands for any characters of their name.",
    },
    defaults: defaultsSchema,
    stop_when: {
      type: "array",
      maxItems: 100,
      items: { type: "object" },
      default: [],
      description:
        "Conditions; each of them sets every output safe at once and keeps it so, as `!stop` does. Each names its `property` as `thing/property`.",
    },
    alerts: { type: "object", description: "What holds for all alerts." },
    pair_button: {
      type: "string",
      pattern: pathShape.pattern,
      description:
        "A boolean property that is read, as `thing/property`. When it becomes `true`, the next listed operator may pin their key by `!pair`.",
    },
    things: includedSchema.properties.things,
  },
} as const;

/** Keys of every connection; the driver's own keys stand beside them. */
export const connectionSchema = {
  type: "object",
  required: ["type"],
  properties: { type: { type: "string", description: "Kind of bus: which driver opens it." } },
} as const;
