import { formatDecimal } from "../../core/decimal.ts";
import type { UserId } from "../../core/ids.ts";
import type { Quality } from "../../core/quality.ts";
import { isDecimal, type Value } from "../../core/value.ts";
import type { OperatorEvent } from "../../wiring/operator/operator-event.ts";
import { type FindThing, goneIn } from "../event-lines.ts";
import { exactValue } from "../exact-value.ts";

/** What is newest of one property, and how it went. */
export interface LiveValue {
  readonly agent: UserId;
  readonly thing: string;
  readonly name: string;
  readonly value: Value | undefined;
  readonly unit: string | undefined;
  readonly quality: Quality;
  /** UTC ms. */
  readonly at: number;
  /** The last numbers, oldest first; `true` is 1. */
  readonly course: readonly number[];
}

type Told = Omit<LiveValue, "course">;

const mostKept = 120;

/** The newest value of every property that agents told of; what is late, repeated, or of a Thing that is gone changes nothing. */
export class LiveValues {
  readonly #values = new Map<string, { newest: Told; course: number[] }>();

  take(event: OperatorEvent, findThing: FindThing): void {
    const isGone = (thing: string): boolean => findThing(event.agent, thing)?.gone === true;
    for (const thing of goneBy(event)) this.#drop(event.agent, thing);
    for (const told of toldBy(event, findThing)) if (!isGone(told.thing)) this.#put(told);
  }

  /** By agent, Thing and property. */
  all(): readonly LiveValue[] {
    return [...this.#values]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([, { newest, course }]) => ({ ...newest, course }));
  }

  #drop(agent: UserId, thing: string): void {
    for (const [key, { newest }] of this.#values) {
      if (newest.agent === agent && newest.thing === thing) this.#values.delete(key);
    }
  }

  #put(told: Told): void {
    const key = `${told.agent} ${told.thing}/${told.name}`;
    const known = this.#values.get(key);
    if (known !== undefined && told.at <= known.newest.at) return;
    const course = known?.course ?? [];
    const number = numberOf(told.value);
    if (number !== undefined) course.push(number);
    if (course.length > mostKept) course.shift();
    this.#values.set(key, { newest: told, course });
  }
}

function goneBy(event: OperatorEvent): readonly string[] {
  if (event.kind === "snapshot") return goneIn(event.content);
  return event.kind === "thing" && event.content.gone ? [event.thing] : [];
}

function toldBy(event: OperatorEvent, findThing: FindThing): readonly Told[] {
  const { agent } = event;
  const unitOf = (thing: string, name: string): string | undefined => findThing(agent, thing)?.properties[name]?.unit;
  switch (event.kind) {
    case "readings":
    case "latest":
      return event.readings.map(({ thing, name, value, unit, quality, at }) => {
        return { agent, thing, name, value, unit: unit ?? unitOf(thing, name), quality, at };
      });
    case "state":
      return latestOf(event, { [event.thing]: event.content.properties }, findThing);
    case "snapshot":
      return latestOf(event, event.content.things, findThing);
    default:
      return [];
  }
}

type Latest = Extract<OperatorEvent, { kind: "snapshot" }>["content"]["things"];

function latestOf({ agent, receivedAt }: OperatorEvent, things: Latest, findThing: FindThing): readonly Told[] {
  return Object.entries(things).flatMap(([thing, values]) =>
    Object.entries(values).map(([name, { value, unit, quality, measured_at: at = receivedAt }]) => {
      const type = findThing(agent, thing)?.properties[name]?.type ?? (unit === undefined ? undefined : "number");
      return {
        agent,
        thing,
        name,
        value: value === undefined ? undefined : exactValue(value, type),
        unit,
        quality,
        at,
      };
    }),
  );
}

/** Rounded, for a picture of eight heights. */
function numberOf(value: Value | undefined): number | undefined {
  if (typeof value === "boolean") return Number(value);
  return isDecimal(value) ? Number(formatDecimal(value)) : undefined;
}
