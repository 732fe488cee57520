import { type Command, everything } from "../../core/command.ts";
import type { Thing } from "../../core/thing.ts";
import type { Texts } from "../../texts/english.ts";
import type { Answer } from "../answer-event.ts";
import { sentence } from "../sentence.ts";
import type { ShowTime } from "../show-time.ts";
import { stack } from "../table.ts";

/** An alert that stands now. */
export interface AlertNow {
  readonly text: string;
  readonly thing?: string;
  /** UTC ms. */
  readonly raisedAt: number;
  /** Who has seen it. */
  readonly ackedBy?: string;
}

/** The answer to a `!ack` or `!mute` that was done. */
export function quieted(
  { name, thing, pulse = 0, sender }: Command,
  alerts: readonly AlertNow[],
  things: readonly Thing[],
  { showTime, now }: { readonly showTime: ShowTime; readonly now: number },
  { alerts: said }: Texts,
): Answer {
  const title = thing === everything ? said.everything : (things.find(({ id }) => id === thing)?.title ?? thing);
  if (name === "mute")
    return sentence(pulse === 0 ? said.rings(title) : said.isMuted(title, showTime(now + pulse, now)));
  const seen = alerts.filter((one) => one.ackedBy === sender && (thing === everything || one.thing === thing));
  if (seen.length === 0) return sentence(said.nothingToAck);
  return stack([...seen.map(({ text }) => sentence(text)), sentence(said.acknowledged)]);
}

/** Lines of `!status` about what stands and what does not ring. */
export function alertLines(
  alerts: readonly AlertNow[],
  mutes: Readonly<Record<string, number>>,
  things: readonly Thing[],
  { showTime, now }: { readonly showTime: ShowTime; readonly now: number },
  { alerts: said }: Texts,
): readonly string[] {
  const shown = alerts.slice(0, mostShown).map(({ text, raisedAt, ackedBy }) => {
    const since = showTime(raisedAt, now);
    return ackedBy === undefined ? said.stands(text, since) : said.seen(text, since, ackedBy);
  });
  const quiet = Object.entries(mutes).flatMap(([id, until]) => {
    if (until <= now) return [];
    const title = id === everything ? said.everything : (things.find((thing) => thing.id === id)?.title ?? id);
    return [said.muted(title, showTime(until, now))];
  });
  return [...shown, ...quiet];
}

/** Alerts of one answer. */
const mostShown = 20;
