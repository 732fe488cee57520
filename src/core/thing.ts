import type { ThingId } from "./ids.ts";
import type { Binding, Property } from "./property.ts";
import type { Value } from "./value.ts";

/** Something a Thing can be asked to do (W3C WoT action affordance): here, to write several properties. */
export interface Action {
  readonly name: string;
  readonly title: string;
  readonly aliases: readonly string[];
  readonly write: readonly { readonly property: string; readonly value: Value }[];
  readonly critical: boolean;
  readonly ask: "auto" | "always" | "never";
  readonly idempotent: boolean;
}

/** One piece of hardware as the room sees it (W3C WoT Thing). */
export interface Thing {
  readonly id: ThingId;
  readonly title: string;
  readonly aliases: readonly string[];
  /** In the order of the configuration. */
  readonly properties: readonly Property[];
  readonly actions: readonly Action[];
  /** Where the Thing itself says whether it is there; its `value` is boolean after the conversion. */
  readonly available: Binding | undefined;
}
