import { fileShape, homeserverShape, roomShape, userShape } from "./shapes.ts";

/** Which account the agent uses and which rooms it speaks in. */
export const matrixSchema = {
  type: "object",
  description: "Which account the agent uses and which rooms it speaks in.",
  additionalProperties: false,
  required: ["homeserver", "user"],
  properties: {
    homeserver: {
      type: "string",
      pattern: homeserverShape.pattern,
      description: "Address of the homeserver, `https://…`.",
    },
    user: { type: "string", pattern: userShape.pattern, description: 'The agent\'s own user id, in quotes: `"@…:…"`.' },
    password_file: {
      type: "string",
      pattern: fileShape.pattern,
      description:
        "File with the account's password, read at the first start only; then the token in the state directory. Relative to this file, or `$CREDENTIALS_DIRECTORY/…`.",
    },
    room: {
      type: "string",
      pattern: roomShape.pattern,
      description:
        "Room for people: commands, answers and alerts. Id or alias in quotes, resolved once and then pinned. Without it the agent makes its own rooms.",
    },
    data_room: {
      type: "string",
      pattern: roomShape.pattern,
      description: "Room for programs: telemetry, snapshots, descriptions of Things. Without it all goes to `room`.",
    },
    encryption: {
      enum: ["required", "off"],
      default: "required",
      description:
        "`required`: nothing is sent and no command read until the room was seen encrypted. `off`: for a room that is open on purpose.",
    },
    audience: {
      enum: ["room", "pinned"],
      default: "room",
      description:
        "`room`: who is in the room reads along; somebody who is not listed is announced. `pinned`: nothing is sent while somebody is in it who is not listed, or whose key is not pinned.",
    },
    state: {
      enum: ["auto", "plain", "off"],
      default: "auto",
      description:
        "Whether latest values stand in room state: `auto` only where state is encrypted or `encryption: off` was said, `plain` always, `off` never.",
    },
    device_name: {
      type: "string",
      minLength: 1,
      maxLength: 100,
      default: "Roomwire",
      description: "Name of the agent's Matrix device.",
    },
    ca_file: {
      type: "string",
      pattern: fileShape.pattern,
      description: "Certificates (PEM) to trust for the homeserver besides the system's.",
    },
  },
} as const;
