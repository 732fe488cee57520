import type { AffordancePath } from "../../core/ids.ts";
import type { Reading } from "../../core/reading.ts";
import type { Thing } from "../../core/thing.ts";
import type { Texts } from "../../texts/english.ts";
import type { Answer } from "../answer-event.ts";
import { sentence } from "../sentence.ts";
import { showReading } from "../show-reading.ts";
import { stack, table } from "../table.ts";

/** What answers show values from. */
export interface Values {
  readonly latest: (path: AffordancePath) => Reading | undefined;
  /** UTC ms. */
  readonly now: number;
}

/** `!greenhouse`: all values of one Thing. */
export function thing(asked: Thing, { latest, now }: Values, texts: Texts): Answer {
  const rows = asked.properties.map(
    (property) => [property.title, showReading(property, latest(property.path), now, texts)] as const,
  );
  return stack([sentence(asked.title), table(rows)]);
}
