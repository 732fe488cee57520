import type { Operator } from "../config/configuration.ts";
import type { Operation } from "../core/command.ts";
import { readInput } from "../core/event-value.ts";
import type { ThingId } from "../core/ids.ts";
import type { Property } from "../core/property.ts";
import { sameValue } from "../core/same-value.ts";
import type { Action, Thing } from "../core/thing.ts";
import type { Value } from "../core/value.ts";
import { mayDo } from "./may-do.ts";
import { type Refusal, refuse } from "./refusal.ts";

/** What somebody asks for, before it is known whether there is such a thing. */
export interface Wish {
  readonly thing: string;
  readonly op: Operation;
  readonly name: string;
  /** As it stands in a command event: boolean, integer, string, a number as decimal string. */
  readonly input?: unknown;
}

export type FittingWish =
  | { readonly kind: "read"; readonly thing: ThingId; readonly property: Property; readonly fresh: boolean }
  | { readonly kind: "write"; readonly thing: ThingId; readonly property: Property; readonly value: Value }
  | {
      readonly kind: "invoke";
      readonly thing: ThingId;
      readonly action: Action;
      readonly properties: readonly Property[];
    };

/** Rules 4 and 5: the target exists, the input fits its own schema, and this operator may do it. */
export function admitWish(wish: Wish, operator: Operator, things: readonly Thing[]): FittingWish | Refusal {
  const thing = things.find(({ id }) => id === wish.thing);
  if (thing === undefined) return refuse("unknown-target", "There is no such Thing.");
  const fitting = wish.op === "invoke" ? fitAction(thing, wish) : fitProperty(thing, wish);
  if (fitting.kind === "refused") return fitting;
  if (mayDo(operator, wish.op, thing.id)) return fitting;
  return refuse(
    "not-allowed",
    `You may not ${wish.op} ${wish.op === "invoke" ? "actions" : "properties"} of this Thing.`,
  );
}

function fitAction(thing: Thing, { name, input }: Wish): FittingWish | Refusal {
  const action = thing.actions.find((candidate) => candidate.name === name);
  if (action === undefined) return refuse("unknown-target", "The Thing has no such action.");
  if (input !== undefined) return refuse("bad-input", "This action takes no input.");
  const names =
    action.work.kind === "pulse" ? [action.work.property] : action.work.writes.map((write) => write.property);
  const outputs = [...thing.properties, ...thing.actionOutputs];
  const written = names.map((written) => outputs.find((candidate) => candidate.name === written));
  return { kind: "invoke", thing: thing.id, action, properties: written.filter((property) => property !== undefined) };
}

function fitProperty(thing: Thing, { op, name, input }: Wish): FittingWish | Refusal {
  const property = thing.properties.find((candidate) => candidate.name === name);
  if (property === undefined) return refuse("unknown-target", "The Thing has no such property.");
  if (op === "write") return fitValue(thing, property, input);
  if (input !== undefined && input !== "fresh") return refuse("bad-input", 'Reading takes no input but "fresh".');
  return { kind: "read", thing: thing.id, property, fresh: input === "fresh" };
}

function fitValue(thing: Thing, property: Property, input: unknown): FittingWish | Refusal {
  if (property.to === undefined) return refuse("not-writable");
  const read = readInput(property, input);
  if (!read.ok) return refuse("bad-input", read.problem);
  const { values } = property.to.conversion;
  if (values !== undefined && !values.some(({ value }) => sameValue(value, read.value))) {
    return refuse("bad-input", "The configuration names no wire value for this one.");
  }
  return { kind: "write", thing: thing.id, property, value: read.value };
}
