import { affordancePath, asThingId } from "../../src/core/ids.ts";
import { noLimits, type Property } from "../../src/core/property.ts";
import type { Action, Thing } from "../../src/core/thing.ts";

/** A readable number of the Thing `box`, `box/temperature`, everything else at its plainest; change what the test is about. */
export function someProperty(
  change: Partial<Omit<Property, "path" | "thing">> & { readonly in?: string } = {},
): Property {
  const { in: thingName = "box", ...changes } = change;
  const thing = asThingId(thingName);
  const name = changes.name ?? "temperature";
  return {
    title: name,
    aliases: [],
    type: "number",
    unit: undefined,
    minimum: undefined,
    maximum: undefined,
    step: undefined,
    decimals: 1,
    hasDecimals: true,
    enum: undefined,
    labels: [],
    private: false,
    critical: false,
    ask: "auto",
    momentary: false,
    stale: undefined,
    off: undefined,
    from: { connection: "trial", as: "value", settings: {}, conversion: {} },
    to: undefined,
    process: [],
    report: { change: undefined, atMostEvery: 10_000, atLeastEvery: 600_000 },
    limits: noLimits,
    onLinkLoss: undefined,
    readBack: undefined,
    ...changes,
    thing,
    name,
    path: affordancePath(thing, name),
  };
}

/** A Thing that holds these properties. */
export function someThing(id: string, properties: readonly Property[], change: Partial<Omit<Thing, "id">> = {}): Thing {
  return {
    id: asThingId(id),
    title: id,
    aliases: [],
    properties,
    actionOutputs: [],
    actions: [],
    available: undefined,
    ...change,
  };
}

/** An action that writes these values, everything else at its plainest. */
export function someAction(name: string, change: Partial<Omit<Action, "name">> = {}): Action {
  return {
    name,
    title: name,
    aliases: [],
    work: { kind: "write", writes: [] },
    critical: false,
    ask: "auto",
    idempotent: true,
    onlyIf: [],
    expect: undefined,
    ...change,
  };
}
