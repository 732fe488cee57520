import { narrowChoices } from "./narrow-choices.ts";
import type { SchemaError } from "./schema-error.ts";

/** One thing that is wrong with an input, in words that need no schema to be understood. */
export interface SchemaProblem {
  /** JSON Pointer (RFC 6901) of the value that is wrong; for an unknown or a missing key that of the object. */
  readonly pointer: string;
  /** One clear sentence without a place and without a full stop. Never repeats the input's value. */
  readonly message: string;
  /** JSON Schema keyword that refused it. */
  readonly keyword: string;
  readonly unknownKey?: string;
  readonly missingKey?: string;
  /** What may stand there: the keys of the object for an unknown key, the words for an `enum`. */
  readonly allowed?: readonly string[];
}

// They only repeat that something below them is wrong.
const echoes: readonly string[] = ["if", "propertyNames"];

const typeWords: Readonly<Record<string, string>> = {
  string: "a text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping of keys to values",
  null: "null",
};

/** Problems in the order found, each told once. Wants errors made with ajv's `verbose`. */
export function explainErrors(errors: readonly SchemaError[]): SchemaProblem[] {
  const problems = narrowChoices(errors)
    .filter((error) => !echoes.includes(error.keyword))
    .map(explain);
  const seen = new Set<string>();
  return problems.filter(({ pointer, message }) => {
    const key = `${pointer} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

function explain(error: SchemaError): SchemaProblem {
  const { keyword, instancePath: pointer, params, propertyName } = error;
  switch (keyword) {
    case "additionalProperties":
    case "unevaluatedProperties": {
      const unknownKey = String(params.additionalProperty ?? params.unevaluatedProperty);
      const allowed = Object.keys(error.parentSchema?.properties ?? {});
      return { pointer, keyword, unknownKey, allowed, message: `unknown key ${quote(unknownKey)}` };
    }
    case "required":
    case "dependentRequired": {
      const missingKey = String(params.missingProperty);
      return { pointer, keyword, missingKey, message: `the key ${quote(missingKey)} is missing` };
    }
    case "enum": {
      const allowed = (params.allowedValues as readonly unknown[]).map(showWord);
      return { pointer, keyword, allowed, message: `must be ${either(allowed)}` };
    }
    default: {
      if (propertyName === undefined) return { pointer, keyword, message: sentence(error) };
      const message = `the key ${quote(propertyName)} ${sentence(error)}`;
      return { pointer, keyword, unknownKey: propertyName, message };
    }
  }
}

function sentence({ keyword, params, schema, parentSchema }: SchemaError): string {
  const limit = String(params.limit);
  switch (keyword) {
    case "type":
      return `must be ${typesOf(params.type)}`;
    case "const":
      return `must be ${showWord(params.allowedValue)}`;
    case "pattern":
      return `does not have the form ${String(params.pattern)}`;
    case "minimum":
      return `must be at least ${limit}`;
    case "maximum":
      return `must be at most ${limit}`;
    case "exclusiveMinimum":
      return `must be more than ${limit}`;
    case "exclusiveMaximum":
      return `must be less than ${limit}`;
    case "multipleOf":
      return `must be a multiple of ${String(params.multipleOf)}`;
    case "minLength":
      return limit === "1" ? "must not be empty" : `must have at least ${limit} characters`;
    case "maxLength":
      return `must have at most ${limit} characters`;
    case "minItems":
    case "minProperties":
      return limit === "1" ? "must not be empty" : `must have at least ${limit} entries`;
    case "maxItems":
    case "maxProperties":
      return `must have at most ${limit} entries`;
    case "uniqueItems":
      return "must not hold the same entry twice";
    case "false schema":
      return "is not allowed here";
    case "anyOf":
    case "oneOf":
      return Array.isArray(params.passingSchemas)
        ? "fits more than one of the allowed forms"
        : `must be ${either(forms(schema))}`;
    default:
      return `is not as ${String(parentSchema?.description ?? keyword)} wants it`;
  }
}

/** The branches of a choice in words, each from what it says first about itself. */
function forms(branches: unknown): string[] {
  const words = (branches as readonly Readonly<Record<string, unknown>>[]).map((branch) => {
    if (branch.const !== undefined) return showWord(branch.const);
    if (Array.isArray(branch.enum)) return either(branch.enum.map(showWord));
    if (branch.type !== undefined) return typesOf(branch.type);
    return Array.isArray(branch.required) ? `a mapping with ${branch.required.join(", ")}` : "of another form";
  });
  return [...new Set(words)];
}

function typesOf(types: unknown): string {
  return either([types].flat().map((type) => typeWords[String(type)] ?? String(type)));
}

function either(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

function showWord(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function quote(key: string): string {
  return JSON.stringify(key);
}
