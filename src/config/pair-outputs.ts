import type { AffordancePath } from "../core/ids.ts";
import type { Limits, Property } from "../core/property.ts";
import type { Thing } from "../core/thing.ts";
import { outputsOf } from "../core/thing.ts";

type Pairing = Pick<Limits, "notWith" | "deadTime">;

/** `notWith` and the dead time of both sides, where one of them names the other. */
export function pairOutputs(things: readonly Thing[]): readonly Thing[] {
  const outputs = outputsOf(things);
  const pairings = new Map<AffordancePath, Pairing>(outputs.map(({ path, limits }) => [path, limits]));
  for (const { path, limits } of outputs) {
    for (const other of limits.notWith) {
      const theirs = pairings.get(other);
      if (theirs !== undefined) pairings.set(other, withPartner(theirs, path, limits.deadTime));
    }
  }
  const paired = (property: Property): Property => {
    const pairing = pairings.get(property.path);
    return pairing === undefined ? property : { ...property, limits: { ...property.limits, ...onlyPairing(pairing) } };
  };
  return things.map((thing) => ({
    ...thing,
    properties: thing.properties.map(paired),
    actionOutputs: thing.actionOutputs.map(paired),
  }));
}

/** Two that share a motor need the pause in both directions: the longer one that is asked for. */
function withPartner({ notWith, deadTime }: Pairing, path: AffordancePath, theirs: number | undefined): Pairing {
  return {
    notWith: notWith.includes(path) ? notWith : [...notWith, path],
    deadTime: theirs === undefined ? deadTime : Math.max(theirs, deadTime ?? 0),
  };
}

function onlyPairing({ notWith, deadTime }: Pairing): Pairing {
  return { notWith, deadTime };
}
