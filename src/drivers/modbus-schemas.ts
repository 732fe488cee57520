import type { XStatic } from "typebox/schema";
import { durationShape } from "../config/schema/shapes.ts";
import { hexPattern } from "../core/hex-bytes.ts";
import { serialSchemas } from "./serial-schemas.ts";

const duration = { type: "string", pattern: durationShape.pattern } as const;
const line = serialSchemas.connection.properties;

/** Registers that one question asks for at most, where the connection does not say. */
export const mostByDefault = 64;

/** Numbers in registers, the high byte of each first. */
export const registerForms = ["u16", "i16", "u32", "i32", "u64", "i64", "f32", "f64"] as const;

const connection = {
  type: "object",
  additionalProperties: false,
  properties: {
    path: line.path,
    usb: line.usb,
    url: {
      type: "string",
      maxLength: 256,
      pattern: "^(tcp|rtu\\+tcp)://[A-Za-z0-9._:\\[\\]-]+$",
      description:
        "Instead of a port: `tcp://192.168.1.20` (Modbus TCP; port 502 unless it is named) or `rtu+tcp://192.168.1.20:4196` (RTU through a serial server).",
    },
    baud_rate: line.baud_rate,
    stop_bits: line.stop_bits,
    parity: line.parity,
    direction: line.direction,
    direction_inverted: line.direction_inverted,
    timeout: { ...duration, description: "How long a station may take to answer. Default: 1s." },
    pause: {
      ...duration,
      description: "Rest after each answer. Default: 3.5 characters on a line (at least 2ms), none over the network.",
    },
    gap: {
      type: "integer",
      minimum: 0,
      maximum: 100,
      description:
        "Registers that nobody wants but that are read along where that saves a question. Default: 8; 0 where a station refuses them.",
    },
    most: {
      type: "integer",
      minimum: 1,
      maximum: 125,
      description: "Registers (or bits) that are asked for at once, at most. Default: 64.",
    },
  },
  oneOf: [{ required: ["path"] }, { required: ["usb"] }, { required: ["url"] }],
} as const;

const place = {
  unit: {
    type: "integer",
    minimum: 0,
    maximum: 255,
    description: "The station's address: 1 to 247 on a line. Default: 1.",
  },
  register: {
    type: "integer",
    minimum: 0,
    maximum: 65_535,
    description:
      "Number of the register, coil or input, from 0 as in the telegram. Handbooks that say 30001 or 40001 mean 0 of `table: input` or `holding`.",
  },
  form: {
    enum: registerForms,
    description:
      "What stands there: a whole number without sign (`u16`) or with (`i16`), IEEE 754 (`f32`); longer ones take more registers. Default: u16.",
  },
  order: {
    enum: ["high-first", "low-first"],
    description: "Which register of a longer number comes first. Default: high-first.",
  },
  bit: {
    type: "integer",
    minimum: 0,
    maximum: 63,
    description: "Of the whole number this bit, 0 the lowest, as `true` or `false`.",
  },
  scale_register: {
    type: "integer",
    minimum: 0,
    maximum: 65_535,
    description:
      "Register of the same table with the power of ten that the number is to be multiplied by (SunSpec's `sunssf`); -32768 means that there is no value.",
  },
} as const;

const from = {
  type: "object",
  additionalProperties: false,
  required: ["register"],
  properties: {
    ...place,
    table: {
      enum: ["holding", "input", "coil", "discrete"],
      description: "`holding` and `input` registers, `coil` and `discrete` bits. Default: holding.",
    },
    absent_hex: {
      type: "string",
      maxLength: 23,
      pattern: hexPattern,
      description: 'What stands there while there is no value, such as "80 00": it is then `unavailable`.',
    },
    poll: { ...duration, description: "How often it is asked. Default: 30s." },
  },
} as const;

const to = {
  type: "object",
  additionalProperties: false,
  required: ["register"],
  properties: {
    ...place,
    table: { enum: ["holding", "coil"], description: "Default: holding." },
    multiple: {
      type: "boolean",
      description:
        "`true`: one register is written by function 16 (write multiple registers) too. Default: false, by function 6.",
    },
    verify: {
      type: "boolean",
      description: "`true`: done only when the station, asked again, has what was written. Default: false.",
    },
  },
} as const;

/** What `connection`, `from` and `to` of Modbus may say. */
export const modbusSchemas = { connection, from, to } as const;

export type ModbusConnection = XStatic<typeof connection>;
export type ModbusFrom = XStatic<typeof from>;
export type ModbusTo = XStatic<typeof to>;
