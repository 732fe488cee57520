import { type Decimal, parseDecimal } from "./decimal.ts";

/** JSON with exact numbers. Objects have no prototype. A number too extreme for a Decimal stands as its source text. */
export type JsonValue = null | boolean | string | Decimal | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

const deepest = 64;
const longestByDefault = 1_048_576;

// TypeScript's library does not yet declare the reviver's third argument (ECMAScript, JSON.parse source text access).
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Parses JSON of at most `longest` UTF-16 units and 64 levels; undefined when it is none. Never throws. */
export function parseJson(text: string, longest: number = longestByDefault): JsonValue | undefined {
  if (text.length > longest || isTooDeep(text)) return undefined;
  const revive: Reviver = (_key, value, { source }) => {
    if (typeof value === "number") return parseDecimal(source ?? String(value)) ?? source;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return bare(value);
    return value;
  };
  try {
    return JSON.parse(text, revive as (key: string, value: unknown) => unknown) as JsonValue;
  } catch {
    return undefined;
  }
}

/** Whether a JSON value is a number; no JSON object can hold a bigint. */
export function isJsonDecimal(value: JsonValue | undefined): value is Decimal {
  return typeof value === "object" && value !== null && "coefficient" in value && typeof value.coefficient === "bigint";
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isJsonDecimal(value);
}

/** Whether a text is a JSON Pointer (RFC 6901): empty, or parts that each begin with `/`, `~` only as `~0` or `~1`. */
export function isPointer(text: string): boolean {
  return /^(?:\/(?:[^/~]|~[01])*)*$/.test(text);
}

/** What stands at a JSON Pointer (RFC 6901); undefined when nothing does, or when it is no pointer. */
export function atPointer(value: JsonValue, pointer: string): JsonValue | undefined {
  if (!isPointer(pointer)) return undefined;
  let here: JsonValue | undefined = value;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(here)) here = /^(?:0|[1-9]\d*)$/.test(key) ? here[Number(key)] : undefined;
    else if (isJsonObject(here)) here = Object.hasOwn(here, key) ? here[key] : undefined;
    else return undefined;
  }
  return here;
}

function bare(object: object): object {
  return Object.setPrototypeOf(object, null);
}

/** The reviver's walk is recursive, so depth is bounded before it. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === "\\") index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "[" || character === "{") {
      depth += 1;
      if (depth > deepest) return true;
    } else if (character === "]" || character === "}") depth -= 1;
  }
  return false;
}
