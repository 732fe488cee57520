import type { Configuration } from "../config/configuration.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { Binding, ValueType } from "../core/property.ts";
import { availabilityPath } from "./availability-path.ts";

/** What is read from a bus: a property, or whether a device is there. */
export interface Input {
  readonly path: AffordancePath;
  readonly type: ValueType;
  readonly from: Binding;
}

/** Everything that a configuration reads. */
export function inputsOf({ things }: Configuration): readonly Input[] {
  return things.flatMap((thing) => [
    ...(thing.available ? [{ path: availabilityPath(thing), type: "boolean" as const, from: thing.available }] : []),
    ...thing.properties.flatMap(({ path, type, from }) => (from ? [{ path, type, from }] : [])),
  ]);
}
