import type { Operator } from "../config/configuration.ts";
import type { Clock } from "../core/clock.ts";
import { type Command, everything, isAboutAlerts, type Operation } from "../core/command.ts";
import { compareDecimals, type Decimal } from "../core/decimal.ts";
import { type ReadInput, readInput } from "../core/event-value.ts";
import { asThingId, type ThingId } from "../core/ids.ts";
import type { OutputBinding, Property } from "../core/property.ts";
import { sameValue } from "../core/same-value.ts";
import type { Action, Thing } from "../core/thing.ts";
import type { Value } from "../core/value.ts";
import { judgeRight } from "./judge-right.ts";
import { type Refusal, refuse } from "./refusal.ts";

/** What somebody asks for, before it is known whether there is such a thing. */
export interface Wish {
  readonly thing: string;
  readonly op: Operation;
  readonly name: string;
  /** As it stands in a command event: boolean, integer, string, a number as decimal string; ms of a pulse. */
  readonly input?: unknown;
  /** ms after which a write goes back to `safe_value`. */
  readonly lease?: unknown;
}

export type FittingWish =
  | { readonly kind: "read"; readonly thing: ThingId; readonly property: Property; readonly fresh: boolean }
  | {
      readonly kind: "write";
      readonly thing: ThingId;
      readonly property: Property;
      readonly value: Value;
      readonly lease: number | undefined;
    }
  | {
      readonly kind: "invoke";
      readonly thing: ThingId;
      readonly action: Action;
      /** Everything it writes. */
      readonly properties: readonly Property[];
      /** ms, where a time was asked for. */
      readonly pulse: number | undefined;
    }
  | { readonly kind: "all"; readonly name: "stop" | "release" }
  | {
      readonly kind: "alerts";
      readonly name: "ack" | "mute";
      /** `all`: of every Thing that the sender may touch. */
      readonly thing: ThingId;
      /** ms of a mute; 0 ends it. */
      readonly ms: number | undefined;
    };

/** Longest mute, ms: what must not be forgotten for good. */
const longestMuteMs = 7 * 86_400_000;
/** Longest lease, ms: a year. */
const longestLeaseMs = 366 * 86_400_000;

/** Rules 4 and 5: the target exists, the input fits its own schema, and this operator may do it today. */
export function admitWish(
  wish: Wish,
  operator: Operator,
  things: readonly Thing[],
  clock: Pick<Clock, "now" | "isTrusted">,
): FittingWish | Refusal {
  const fitting = fitWish(wish, things);
  if (fitting.kind === "refused") return fitting;
  return judgeRight(wish, operator, clock) ?? fitting;
}

/** What a command says of a fitting wish: its input is in the property's own type from here on. */
export function deedOf(wish: FittingWish): Pick<Command, "thing" | "op" | "name" | "input" | "lease" | "pulse"> {
  const nothing = { input: undefined, lease: undefined, pulse: undefined };
  switch (wish.kind) {
    case "read":
      return { ...nothing, ...wish, op: "read", name: wish.property.name, input: wish.fresh ? "fresh" : undefined };
    case "write":
      return {
        ...nothing,
        thing: wish.thing,
        op: "write",
        name: wish.property.name,
        input: wish.value,
        lease: wish.lease,
      };
    case "invoke":
      return { ...nothing, thing: wish.thing, op: "invoke", name: wish.action.name, pulse: wish.pulse };
    case "all":
      return { ...nothing, thing: asThingId(everything), op: "invoke", name: wish.name };
    case "alerts":
      return { ...nothing, thing: wish.thing, op: "invoke", name: wish.name, pulse: wish.ms };
  }
}

/** The state the output falls back to anyway. A `null` says that none is safer than another. */
export function isSafeValue({ to }: Property, value: Value): boolean {
  const safe = to?.safeValue;
  return safe !== undefined && safe !== null && sameValue(safe, value);
}

function fitWish(wish: Wish, things: readonly Thing[]): FittingWish | Refusal {
  if (wish.lease !== undefined && wish.op !== "write") return refuse("bad-input", "Only a write takes a `lease`.");
  if (wish.op === "invoke" && isAboutAlerts(wish.name)) return fitAlerts(wish, wish.name, things);
  if (wish.thing === everything) return fitEverything(wish);
  const thing = things.find(({ id }) => id === wish.thing);
  if (thing === undefined) return refuse("unknown-target", "There is no such Thing.");
  return wish.op === "invoke" ? fitAction(thing, wish) : fitProperty(thing, wish);
}

function fitEverything({ op, name, input }: Wish): FittingWish | Refusal {
  if (op !== "invoke" || (name !== "stop" && name !== "release")) {
    return refuse("unknown-target", "On `all` only `stop`, `release`, `ack` and `mute` can be invoked.");
  }
  return input === undefined ? { kind: "all", name } : refuse("bad-input", `\`${name}\` takes no input.`);
}

function fitAlerts({ thing, input }: Wish, name: "ack" | "mute", things: readonly Thing[]): FittingWish | Refusal {
  const isKnown = thing === everything || things.some(({ id }) => id === thing);
  if (!isKnown) return refuse("unknown-target", "There is no such Thing.");
  const ends = name === "mute" && input === 0;
  if (name === "mute" && !ends && !isDuration(input, longestMuteMs)) {
    return refuse("bad-input", `Give a whole number of ms from 0 to ${longestMuteMs}.`);
  }
  if (name === "ack" && input !== undefined) return refuse("bad-input", "`ack` takes no input.");
  const ms = ends ? 0 : input;
  return { kind: "alerts", name, thing: asThingId(thing), ms: typeof ms === "number" ? ms : undefined };
}

function fitAction(thing: Thing, { name, input }: Wish): FittingWish | Refusal {
  const action = thing.actions.find((candidate) => candidate.name === name);
  if (action === undefined) return refuse("unknown-target", "The Thing has no such action.");
  const { work } = action;
  if (input !== undefined) {
    if (work.kind !== "pulse") return refuse("bad-input", "This action takes no input.");
    const { maximum } = work.for;
    if (!isDuration(input, maximum)) return refuse("bad-input", `Give a whole number of ms from 1 to ${maximum}.`);
  }
  const names = work.kind === "pulse" ? [work.property] : work.writes.map(({ property }) => property);
  const outputs = [...thing.properties, ...thing.actionOutputs];
  const properties = names.flatMap((written) => outputs.filter((candidate) => candidate.name === written));
  return { kind: "invoke", thing: thing.id, action, properties, pulse: isDuration(input) ? input : undefined };
}

function fitProperty(thing: Thing, { op, name, input, lease }: Wish): FittingWish | Refusal {
  const property = thing.properties.find((candidate) => candidate.name === name);
  if (property === undefined) return refuse("unknown-target", "The Thing has no such property.");
  if (op === "write") return fitValue(thing, property, input, lease);
  if (input !== undefined && input !== "fresh") return refuse("bad-input", 'Reading takes no input but "fresh".');
  return { kind: "read", thing: thing.id, property, fresh: input === "fresh" };
}

function fitValue(thing: Thing, property: Property, input: unknown, lease: unknown): FittingWish | Refusal {
  const { to } = property;
  if (to === undefined) return refuse("not-writable");
  const read = readLimited(property, input);
  if (!read.ok) return refuse("bad-input", read.problem);
  const { value } = read;
  const { values } = to.conversion;
  if (values !== undefined && !values.some((entry) => sameValue(entry.value, value))) {
    return refuse("bad-input", "The configuration names no wire value for this one.");
  }
  const wrong = lease === undefined ? undefined : wrongLease(to, value, lease);
  if (wrong !== undefined) return refuse("bad-input", wrong);
  return { kind: "write", thing: thing.id, property, value, lease: isDuration(lease) ? lease : undefined };
}

function wrongLease({ safeValue }: OutputBinding, value: Value, lease: unknown): string | undefined {
  if (!isDuration(lease, longestLeaseMs)) return "Give a `lease` of at most 366 days, in ms.";
  return safeValue !== null && sameValue(safeValue, value)
    ? "This is the `safe_value` already, so a `lease` would change nothing."
    : undefined;
}

function isDuration(input: unknown, longest: number = Number.MAX_SAFE_INTEGER): input is number {
  return typeof input === "number" && Number.isSafeInteger(input) && input >= 1 && input <= longest;
}

/** `limits` narrow the property's own bounds for commands, but never keep anybody from its `safe_value`. */
function readLimited(property: Property, input: unknown): ReadInput {
  const read = readInput(property, input);
  if (!read.ok || isSafeValue(property, read.value)) return read;
  const { minimum, maximum, limits } = property;
  const narrowed = {
    ...property,
    minimum: pick(minimum, limits.minimum, (a, b) => compareDecimals(a, b) >= 0),
    maximum: pick(maximum, limits.maximum, (a, b) => compareDecimals(a, b) <= 0),
  };
  return readInput(narrowed, input);
}

function pick(
  a: Decimal | undefined,
  b: Decimal | undefined,
  isFirst: (a: Decimal, b: Decimal) => boolean,
): Decimal | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return isFirst(a, b) ? a : b;
}
