import type { AffordancePath, ThingId } from "../../core/ids.ts";
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
  /** Of a Thing that says that it is not there: UTC ms at which it was seen last, where that is known. */
  readonly away?: (thing: ThingId) => { readonly lastSeenAt: number | undefined } | undefined;
  /** UTC ms. */
  readonly now: number;
}

/** `!greenhouse`: all values of one Thing. */
export function thing(asked: Thing, { latest, away, now }: Values, texts: Texts): Answer {
  const rows = asked.properties.map(
    (property) => [property.title, showReading(property, latest(property.path), now, texts)] as const,
  );
  const absence = away?.(asked.id);
  const absent = absence === undefined ? [] : [sentence(saidOfAbsence(absence.lastSeenAt, now, texts))];
  return stack([sentence(asked.title), ...absent, table(rows)]);
}

function saidOfAbsence(lastSeenAt: number | undefined, now: number, { status, values }: Texts): string {
  return lastSeenAt === undefined ? status.awayNeverSeen : status.away(values.age(now - lastSeenAt));
}
