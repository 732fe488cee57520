import { cutText } from "../core/cut-text.ts";
import type { FaultCode } from "../core/fault-codes.ts";
import { atPointer, isJsonDecimal, isPointer, type JsonValue, parseJson } from "../core/json-text.ts";
import { compilePattern } from "../core/pattern.ts";
import type { Wire } from "../core/value.ts";

/** Where in a payload the value stands: at a JSON Pointer (RFC 6901), in a group of a pattern, or it is all of it. */
export interface ExtractSettings {
  readonly path?: string;
  readonly match?: string;
  /** Name of a group. Default: the pattern's only one; the whole match where it has none. */
  readonly group?: string;
}

export type Extracted =
  | { readonly kind: "value"; readonly wire: Wire }
  | { readonly kind: "nothing"; readonly fault: FaultCode; readonly detail: string };

export type Extract = (payload: string) => Extracted;

/** As `parseJson`. */
export type ParseJson = (text: string) => JsonValue | undefined;

/**
 * Gets wire values out of payloads: JSON numbers exact, everything that was text as text. The function it gives never
 * throws; compiling throws an Error with one sentence for settings that cannot work, so that `check` can tell them. `parse` is for
 * who asks many about one payload.
 */
export function compileExtract({ path, match, group }: ExtractSettings, parse: ParseJson = parseJson): Extract {
  if (path !== undefined && match !== undefined) throw new Error("`path` and `match` exclude each other; keep one");
  if (match !== undefined) return byPattern(match, group);
  if (group !== undefined) throw new Error("`group` needs `match`");
  if (path !== undefined) return byPointer(path, parse);
  return (payload) => ({ kind: "value", wire: payload });
}

function byPointer(path: string, parse: ParseJson): Extract {
  if (!isPointer(path)) throw new Error(`\`path\` is no JSON Pointer: write \`/${path.replace(/^\/+/, "")}\``);
  return (payload) => {
    const document = parse(payload);
    if (document === undefined) return nothing("bad-json", `not JSON: ${excerpt(payload)}`);
    const found = atPointer(document, path);
    if (found === undefined) return nothing("no-such-path", `nothing at ${path} in ${excerpt(payload)}`);
    if (typeof found === "boolean" || typeof found === "string" || isJsonDecimal(found)) {
      return { kind: "value", wire: found };
    }
    return nothing("not-a-value", `no plain value at ${path} in ${excerpt(payload)}`);
  };
}

function byPattern(match: string, group: string | undefined): Extract {
  const compiled = compilePattern(match);
  if (!compiled.ok) throw new Error(compiled.problem);
  const { pattern } = compiled;
  const [first, second] = pattern.groups;
  if (group === undefined && second !== undefined) throw new Error("`match` has several groups; name one with `group`");
  if (group !== undefined && !pattern.groups.includes(group)) throw new Error(`\`match\` has no group named ${group}`);
  const wanted = group ?? first ?? "0";
  return (payload) => {
    const text = pattern.match(payload)?.get(wanted);
    if (text === undefined) return nothing("no-match", `does not fit \`match\`: ${excerpt(payload)}`);
    return { kind: "value", wire: text };
  };
}

/** No value, and why. */
export function nothing(fault: FaultCode, detail: string): Extracted {
  return { kind: "nothing", fault, detail };
}

/** Enough of a payload to know it again, in quotes, control characters escaped. */
export function excerpt(payload: string): string {
  return JSON.stringify(cutText(payload, 80));
}
