import type { XStatic } from "typebox/schema";
import { durationShape } from "../config/schema/shapes.ts";
import { hexPattern } from "../core/hex-bytes.ts";
import { checksumTable } from "./checksums/checksum-table.ts";
import { extractSchema, frameExtractSchema, payloadSchema } from "./extract-schema.ts";
import { numberForms } from "./number-forms.ts";

const checksums = Object.keys(checksumTable) as (keyof typeof checksumTable)[];
const bytes = { type: "string", maxLength: 48, pattern: hexPattern } as const;
const manyBytes = { type: "string", maxLength: 1024, pattern: hexPattern } as const;
const duration = { type: "string", pattern: durationShape.pattern } as const;
const offset = { type: "integer", minimum: -65_536, maximum: 65_536 } as const;

/** `frame` where one word does not say it. */
const frame = {
  type: ["string", "object"],
  pattern: "^(line|p1|nmea)$",
  additionalProperties: false,
  properties: {
    fixed: { type: "integer", minimum: 1, maximum: 65_536, description: "Bytes of every frame." },
    start: { ...bytes, description: 'Bytes that each frame begins with, such as "FF 86".' },
    end: { ...bytes, description: "Bytes that end a frame that has a `start`." },
    until: { ...bytes, description: "Bytes that end a frame that has no `start`." },
    after: {
      type: "integer",
      minimum: 0,
      maximum: 16,
      description: "Bytes behind `end` or `until` that belong to it.",
    },
    length: {
      type: "object",
      additionalProperties: false,
      required: ["at"],
      properties: {
        at: { type: "integer", minimum: 0, maximum: 255, description: "Where in the frame its length stands, from 0." },
        as: { enum: ["u8", "u16be", "u16le"], description: "Default: u8." },
        add: { ...offset, description: "Bytes of the frame that the length does not count. Default: 0." },
      },
      description:
        "`at`, `as` (`u8`, `u16be`, `u16le`), `add`: where a frame says how long it is, and what that leaves out.",
    },
  },
  description:
    'How the bytes are cut: `line` (ended by LF or CR LF; the default), `p1`, `nmea`, or keys: `{ fixed: 9, start: "FF 86" }`, `{ until: "03" }`, `{ start: "02", end: "03", after: 1 }`, `{ start: "AA 55", length: { at: 2, as: u8, add: 4 } }`.',
} as const;

const check = {
  type: "object",
  additionalProperties: false,
  required: ["by"],
  properties: {
    by: { enum: checksums, description: "Which checksum." },
    from: { ...offset, description: "First byte that it covers; below 0 counts from the end. Default: 0." },
    to: { ...offset, description: "The byte behind the last that it covers. Default: where it stands." },
    at: { ...offset, description: "Where it stands. Default: at the very end." },
    order: { enum: ["low-first", "high-first"], description: "Default: low-first for `crc16-modbus` and `crc16-arc`." },
    hex: { type: "boolean", description: "`true`: it stands there in hexadecimal digits." },
  },
  description: `Checksum of every frame: \`by\` (${checksums.map((name) => `\`${name}\``).join(", ")}), and where needed \`from\`, \`to\`, \`at\`, \`order\`, \`hex\`. A frame with a wrong one is the fault \`bad-checksum\`.`,
} as const;

const connection = {
  type: "object",
  additionalProperties: false,
  required: ["baud_rate"],
  properties: {
    path: { type: "string", pattern: "^/", description: "The port, best by a name that stays: `/dev/serial/by-id/…`." },
    usb: {
      type: "string",
      pattern: "^[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}(:[^/\\s]{1,128})?$",
      description:
        "Instead of `path`: the USB adapter, as `vendor:product` or `vendor:product:serial`, such as `0403:6001:A10KXYZ`.",
    },
    baud_rate: { type: "integer", minimum: 50, maximum: 4_000_000, description: "Speed, such as 9600 or 115200." },
    frame,
    check,
    max_line: { type: "integer", minimum: 16, maximum: 65_536, description: "Bytes of a line. Default: 1024." },
    max_frame: { type: "integer", minimum: 16, maximum: 65_536, description: "Bytes of another frame. Default: 4096." },
    data_bits: { enum: [5, 6, 7, 8], description: "Default: 8." },
    stop_bits: { enum: [1, 2], description: "Default: 1." },
    parity: { enum: ["none", "even", "odd"], description: "Default: none." },
    timeout: { ...duration, description: "How long an answer to a `request` may take. Default: 1s." },
    direction: { enum: ["rts"], description: "RS-485 transceiver whose direction RTS switches: raised to send." },
    direction_inverted: { type: "boolean", description: "`true`: RTS is lowered to send. Default: false." },
  },
  oneOf: [{ required: ["path"] }, { required: ["usb"] }],
} as const;

const from = {
  type: "object",
  additionalProperties: false,
  properties: {
    ...extractSchema,
    ...frameExtractSchema,
    request: {
      type: "string",
      minLength: 1,
      maxLength: 1024,
      description:
        'What to send to be answered, such as "MEAS?\\r\\n" (in double quotes, so that YAML reads `\\r\\n`).',
    },
    request_hex: { ...manyBytes, description: 'The same as bytes: "FF 01 86 00 00 00 00 00 79".' },
    poll: { ...duration, description: "How often it is asked. Default: 30s." },
  },
} as const;

const to = {
  type: "object",
  additionalProperties: false,
  properties: {
    ...payloadSchema,
    payload_hex: {
      type: "string",
      maxLength: 1024,
      pattern: "^([0-9A-Fa-f]{2} ?)*\\{value\\}( ?[0-9A-Fa-f]{2})*$",
      description:
        "Bytes with `{value}` in them: bytes themselves, in hexadecimal digits (from `values`), or a number as `form` says.",
    },
    form: {
      enum: numberForms,
      description: "How `{value}` stands in `payload_hex`: a number such as `u8` or `u16be`.",
    },
    append: { enum: checksums, description: "Checksum of all bytes, sent behind them." },
    answer: {
      type: "string",
      minLength: 1,
      maxLength: 1024,
      description:
        "A pattern (RE2 syntax) that the answer's text must fit; `{value}` is what was written. Only then is it done.",
    },
    answer_hex: { ...manyBytes, description: "Instead: bytes that the answer begins with." },
    within: { ...duration, description: "How long that answer may take. Default: the connection's `timeout`." },
  },
  not: {
    anyOf: [
      { required: ["path", "payload"] },
      { required: ["path", "payload_hex"] },
      { required: ["payload", "payload_hex"] },
    ],
  },
} as const;

/** What `connection`, `from` and `to` of a serial line may say. */
export const serialSchemas = { connection, from, to } as const;

export type SerialConnection = XStatic<typeof connection>;
export type SerialFrom = XStatic<typeof from>;
export type SerialTo = XStatic<typeof to>;
