import type { LossContent } from "../../schemas/loss.ts";
import type { ResultContent } from "../../schemas/result.ts";
import type { SnapshotContent } from "../../schemas/snapshot.ts";
import type { LatestValue } from "../../schemas/state.ts";
import type { PropertyDescription, ThingContent } from "../../schemas/thing.ts";
import type { DecodedReading } from "../core/decode-columns.ts";
import { showValue } from "../core/event-value.ts";
import type { UserId } from "../core/ids.ts";
import { timeText } from "../core/time-text.ts";
import type { OperatorEvent } from "../wiring/operator/operator-event.ts";
import { exactValue } from "./exact-value.ts";

/** What is known of a Thing, for labels; also that it is gone. */
export type FindThing = (agent: UserId, thing: string) => ThingContent | undefined;

type Described = Pick<PropertyDescription, "type" | "unit" | "labels" | "decimals"> | undefined;

/**
 * An event as lines for people: time (UTC), thing/property, value with unit, quality where it is not ok. Where it is told of several
 * agents each line begins with whose it is: anybody in a room can say that they are one, with Things of the same names.
 */
export function eventLines(event: OperatorEvent, findThing: FindThing, agents = 1): readonly string[] {
  const lines = linesOf(event, findThing);
  return agents > 1 ? lines.map((line) => `${event.agent}  ${line}`) : lines;
}

function linesOf(event: OperatorEvent, findThing: FindThing): readonly string[] {
  const { agent, receivedAt } = event;
  const describe = (thing: string, name: string): Described => findThing(agent, thing)?.properties[name];
  const now = timeText(receivedAt);
  switch (event.kind) {
    case "readings":
      return event.readings.map((reading) =>
        readingLine(reading, describe(reading.thing, reading.name), marksOf(event)),
      );
    case "latest":
      return event.readings.map((reading) => readingLine(reading, describe(reading.thing, reading.name), ["latest"]));
    case "state":
      return latestLines(event.thing, event.content.properties, describe, now);
    case "snapshot":
      return [
        ...goneIn(event.content).map((thing) => goneLine(now, thing)),
        ...Object.entries(event.content.things).flatMap(([thing, values]) => latestLines(thing, values, describe, now)),
      ];
    case "thing":
      if (event.content.gone) return [goneLine(now, event.thing)];
      return [`${now}  ${event.thing}  is "${event.content.title}": ${affordances(event.content)}`];
    case "result":
      return [`${now}  result  ${resultText(event.content)}  (command ${event.content.command})`];
    case "audit":
      return [`${now}  ${agent}  audit head ${event.content.length}:${event.content.head}`];
    case "message":
      return [`${now}  ${agent}  ${event.body}`];
    case "gap":
      return [
        `${now}  ${agent}  MISSING: telemetry ${event.from} to ${event.to} of epoch ${event.epoch} did not arrive`,
      ];
    case "loss":
      return event.content.losses.map((loss) => `${now}  ${lossText(loss)}`);
    case "agent-state":
      return [`${now}  ${agent}  is ${event.isOnline ? "online" : "offline"} (start ${event.content.starts})`];
    case "identity-changed":
      return [
        `${now}  ${agent}  IDENTITY CHANGED: its master key is now ${event.masterKey}, first seen was ${event.pinned}. Nothing of it is taken; if the change is known to be right, start with a new --state-directory.`,
      ];
  }
}

/** Ids of the Things of which a snapshot says that the agent has them no more. */
export function goneIn({ descriptions = {} }: SnapshotContent): readonly string[] {
  return Object.entries(descriptions).flatMap(([thing, { gone }]) => (gone ? [thing] : []));
}

function goneLine(now: string, thing: string): string {
  return `${now}  ${thing}  is gone`;
}

/** `box/temperature  LOST: 52 readings from 2026-06-01T10:40:00.000Z to 2026-06-01T10:41:00.000Z (quota)` */
function lossText({ thing, name, reason, count, from_at, to_at }: LossContent["losses"][number]): string {
  const of = thing === undefined || name === undefined ? "?" : `${thing}/${name}`;
  const when = from_at === undefined || to_at === undefined ? "" : ` from ${timeText(from_at)} to ${timeText(to_at)}`;
  return `${of}  LOST: ${count} readings${when} (${reason})`;
}

/** `done, 21.5 (confirmed by property)`, `refused: expired: The command is too old.` */
export function resultText(result: Pick<ResultContent, "status" | "code" | "detail" | "output" | "confirmed">): string {
  const { status, code, detail, output, confirmed } = result;
  const value = output === undefined ? "" : `, ${output}`;
  const by = status === "done" && confirmed !== undefined && confirmed !== "none" ? ` (confirmed by ${confirmed})` : "";
  const why = [code, detail].flatMap((text) => (text === undefined ? [] : [`: ${text}`])).join("");
  return `${status}${value}${by}${why}`;
}

function marksOf({ isLate, times }: Extract<OperatorEvent, { kind: "readings" }>): readonly string[] {
  return [...(isLate ? ["late"] : []), ...(times === undefined ? [] : [`time ${times}`])];
}

function readingLine(reading: DecodedReading, property: Described, more: readonly string[]): string {
  const { thing, name, at, value, quality, unit } = reading;
  const shown = value === undefined ? "-" : showValue(seenOf(property, unit ?? property?.unit), value);
  const marks = quality === "ok" ? more : [quality, ...more];
  return [timeText(at), `${thing}/${name}`, shown, ...marks].join("  ");
}

function latestLines(
  thing: string,
  values: Readonly<Record<string, LatestValue>>,
  describe: (thing: string, name: string) => Described,
  now: string,
): readonly string[] {
  return Object.entries(values).map(([name, { value, unit, quality, measured_at: at }]) => {
    const property = describe(thing, name);
    const exact =
      value === undefined
        ? undefined
        : exactValue(value, property?.type ?? (unit === undefined ? undefined : "number"));
    const shown = exact === undefined ? "-" : showValue(seenOf(property, unit), exact);
    const marks = ["latest", ...(quality === "ok" ? [] : [quality])];
    return [at === undefined ? now : timeText(at), `${thing}/${name}`, shown, ...marks].join("  ");
  });
}

/** How values of a property are shown. Of one that was not described yet every digit is. */
export function seenOf(property: Described, unit: string | undefined): Parameters<typeof showValue>[0] {
  const labels = (property?.labels ?? []).map(({ value, label }) => ({
    value: exactValue(value, property?.type),
    label,
  }));
  return { labels, unit, hasDecimals: property === undefined || property.decimals !== undefined };
}

function affordances({ properties, actions }: ThingContent): string {
  return [...Object.keys(properties), ...Object.keys(actions).map((name) => `${name}()`)].join(", ");
}
