/** The one door to the schema types: a JSON Schema 2020-12 literal, and the TypeScript type of what it accepts. */
export type { XSchema, XStatic } from "typebox/schema";
