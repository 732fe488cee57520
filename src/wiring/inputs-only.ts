import type { Configuration } from "../config/configuration.ts";
import { noLimits, type Property } from "../core/property.ts";

/**
 * What hangs on the same connections, since a frame that fits one property is no fault of another; every output left out, so that
 * none is opened, let alone written.
 */
export function inputsOnly(configuration: Configuration, chosen: readonly Property[]): Configuration {
  const things = new Set(chosen.map(({ thing }) => thing));
  const availables = configuration.things.filter(({ id }) => things.has(id)).map(({ available }) => available);
  const bindings = [...chosen.map(({ from }) => from), ...availables];
  const used = new Set(bindings.flatMap((binding) => binding?.connection ?? []));
  return {
    ...configuration,
    things: configuration.things.map((thing) => ({
      ...thing,
      actions: [],
      actionOutputs: [],
      available: thing.available && used.has(thing.available.connection) ? thing.available : undefined,
      properties: thing.properties
        .filter(({ from }) => from !== undefined && used.has(from.connection))
        .map((property) => ({
          ...property,
          to: undefined,
          limits: noLimits,
          onLinkLoss: undefined,
          readBack: undefined,
        })),
    })),
  };
}
