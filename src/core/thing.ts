import type { Condition } from "./condition.ts";
import type { ThingId } from "./ids.ts";
import type { Binding, Property } from "./property.ts";
import type { Value } from "./value.ts";

/** What an action does: writes some properties in this order, or switches one on for a time and then to its safe value. */
export type ActionWork =
  | { readonly kind: "write"; readonly writes: readonly { readonly property: string; readonly value: Value }[] }
  | {
      readonly kind: "pulse";
      readonly property: string;
      readonly value: Value;
      /** ms; a command may ask for another time up to `maximum`. */
      readonly for: { readonly default: number; readonly maximum: number };
    };

/** Something a Thing can be asked to do (W3C WoT action affordance). Properties are named within the Thing. */
export interface Action {
  readonly name: string;
  readonly title: string;
  readonly aliases: readonly string[];
  readonly work: ActionWork;
  readonly critical: boolean;
  readonly ask: "auto" | "always" | "never";
  readonly idempotent: boolean;
  /** Must hold when it begins. */
  readonly onlyIf: readonly Condition[];
  /** What must be seen within ms for it to be `done`. */
  readonly expect: { readonly condition: Condition; readonly within: number } | undefined;
}

/** One piece of hardware as the room sees it (W3C WoT Thing). */
export interface Thing {
  /** It stands in no file: `adopt` took it in, from what is said at a broker. */
  readonly isAdopted?: true;
  readonly id: ThingId;
  readonly title: string;
  readonly aliases: readonly string[];
  /** In the order of the configuration. */
  readonly properties: readonly Property[];
  /** Outputs that only an action of this Thing writes (`to` at the action); nobody can name them. */
  readonly actionOutputs: readonly Property[];
  readonly actions: readonly Action[];
  /** Where the Thing itself says whether it is there; its `value` is boolean after the conversion. */
  readonly available: Binding | undefined;
}

/** Everything that can be written: properties with `to`, and outputs of actions. */
export function outputsOf(things: readonly Thing[]): readonly Property[] {
  return things.flatMap(({ properties, actionOutputs }) =>
    [...properties, ...actionOutputs].filter(({ to }) => to !== undefined),
  );
}
