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
