/** What `include` brings in: the two keys of the main file that grow with the house. */
export const includedSchema = {
  type: "object",
  description:
    "A file named by `include`. Its connections and Things are read as if they stood in the main file, which file names in it are relative to as well. An id that stands twice is an error.",
  additionalProperties: false,
  properties: {
    connections: {
      type: "object",
      description: "Buses and brokers that Things hang on, by name.",
      additionalProperties: { type: "object" },
    },
    things: { type: "object", description: "The hardware, by id.", additionalProperties: { type: "object" } },
  },
} as const;
