import type { Property } from "../../core/property.ts";
import type { Thing } from "../../core/thing.ts";
import type { Texts } from "../../texts/english.ts";
import type { Answer } from "../answer-event.ts";
import { sentence } from "../sentence.ts";
import { showReading } from "../show-reading.ts";
import type { Values } from "./thing.ts";

/** `!temperature`: one value with unit and age. */
export function readValue(thing: Thing, property: Property, { latest, now }: Values, texts: Texts): Answer {
  return sentence(`${fullName(thing, property)}: ${showReading(property, latest(property.path), now, texts)}`);
}

/** How people know a property or action: by Thing and own title. */
export function fullName(thing: Thing, affordance: { readonly title: string }): string {
  return `${thing.title} / ${affordance.title}`;
}
