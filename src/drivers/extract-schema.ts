import { numberForms } from "./number-forms.ts";

/** Settings of every `from` that gets its value out of a text or a JSON document. */
export const extractSchema = {
  path: {
    type: "string",
    maxLength: 256,
    pattern: "^(/([^/~]|~[01])*)*$",
    description: "Where in the JSON the value stands: a JSON Pointer (RFC 6901) such as `/battery/voltage`.",
  },
  match: {
    type: "string",
    minLength: 1,
    maxLength: 1024,
    description: "A pattern (RE2 syntax) that the text must fit, instead of `path`.",
  },
  group: { type: "string", minLength: 1, description: "Name of the group `(?<name>…)` that holds the value." },
} as const;

/** Settings of every `from` that gets its value out of a frame of bytes, besides. */
export const frameExtractSchema = {
  column: {
    type: "integer",
    minimum: 1,
    maximum: 1000,
    description: "Instead: which column of a text whose columns are separated (CSV), counted from 1.",
  },
  separator: {
    type: "string",
    minLength: 1,
    maxLength: 1,
    description: 'What separates the columns: one character, such as ";" or "\\t". Default: a comma.',
  },
  obis: {
    type: "string",
    maxLength: 32,
    pattern: "^([0-9]{1,3}-[0-9]{1,3}:)?[0-9CF]{1,3}\\.[0-9]{1,3}(\\.[0-9]{1,3})?(\\*[0-9]{1,3})?$",
    description:
      "Instead: OBIS code of a meter's line, such as `1-0:1.8.1`. The value is what stands in its last parentheses, without the unit; of several such lines the first counts.",
  },
  at: {
    type: "integer",
    minimum: 0,
    maximum: 65_535,
    description: "Instead: offset of the value's first byte in the frame, counted from 0, marks included.",
  },
  form: {
    enum: [...numberForms, "bcd"],
    description: "What stands at `at`: a number of the form, `be` with its highest byte first. Default: u8.",
  },
  length: { type: "integer", minimum: 1, maximum: 8, description: "Bytes of a `bcd`, two digits each. Default: 1." },
  bit: {
    type: "integer",
    minimum: 0,
    maximum: 63,
    description: "Of the whole number at `at` this bit, 0 the lowest, as `true` or `false`.",
  },
} as const;

/** Settings of every `to` that dresses its value in a text or a JSON document. */
export const payloadSchema = {
  path: {
    type: "string",
    maxLength: 256,
    pattern: "^(/([^/~]|~[01])*)+$",
    description: "Key of the smallest JSON object to send: a JSON Pointer such as `/state`.",
  },
  payload: {
    type: "string",
    maxLength: 1024,
    pattern: "\\{value\\}",
    description: "A text with `{value}` in it, instead of `path`.",
  },
} as const;
