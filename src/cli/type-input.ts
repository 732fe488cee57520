import type { PropertyDescription } from "../../schemas/thing.ts";
import { formatDecimal, parseDecimal } from "../core/decimal.ts";
import type { EventValue } from "../core/event-value.ts";
import { foldName } from "../core/fold-name.ts";

export type TypedInput =
  | { readonly ok: true; readonly input: EventValue }
  | { readonly ok: false; readonly problem: string };

const yes = new Set(["true", "on", "yes", "1"]);
const no = new Set(["false", "off", "no", "0"]);

/**
 * The word of a command line as the input of a command: by the property's labels and type where they are known, else as it
 * looks. Bounds and words are the agent's to judge.
 */
export function typeInput(
  word: string,
  property: Pick<PropertyDescription, "type" | "labels"> | undefined,
): TypedInput {
  if (property === undefined) return { ok: true, input: asItLooks(word) };
  const label = property.labels?.find((entry) => foldName(entry.label) === foldName(word));
  if (label !== undefined) return { ok: true, input: label.value };
  switch (property.type) {
    case "boolean": {
      const lower = word.toLowerCase();
      if (yes.has(lower) || no.has(lower)) return { ok: true, input: yes.has(lower) };
      return { ok: false, problem: `"${word}" is neither true nor false.` };
    }
    case "string":
      return { ok: true, input: word };
    case "integer":
    case "number": {
      const number = parseDecimal(word);
      if (number === undefined) return { ok: false, problem: `"${word}" is no number.` };
      return { ok: true, input: formatDecimal(number) };
    }
  }
}

function asItLooks(word: string): EventValue {
  const lower = word.toLowerCase();
  if (/^(true|false|on|off)$/.test(lower)) return yes.has(lower);
  const number = parseDecimal(word);
  return number === undefined ? word : formatDecimal(number);
}
