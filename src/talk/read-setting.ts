import type { EventValue } from "../core/event-value.ts";
import type { Property } from "../core/property.ts";
import type { Texts } from "../texts/english.ts";
import { splitDuration } from "./read-typed-duration.ts";
import { readTypedValue } from "./read-typed-value.ts";

/** What stands behind the name of a property that is to be set. */
export interface Setting {
  readonly input: EventValue;
  /** ms after which it goes back; undefined: it stays. */
  readonly ms: number | undefined;
}

/** `on`, `21.5`, `on for 10m`; undefined when it is no value of this property. */
export function readSetting(property: Property, typed: readonly string[], words: Texts["words"]): Setting | undefined {
  const isFreeText = property.type === "string" && property.enum === undefined;
  const { before, ms } = isFreeText ? { before: typed, ms: undefined } : splitDuration(typed, words);
  const input = readTypedValue(property, before, words);
  return input === undefined ? undefined : { input, ms };
}
