import type { Property } from "../core/property.ts";
import type { ThingDraft } from "./draft-thing.ts";
import type { References } from "./find-property.ts";

/** What the actions of a Thing are built with. */
export interface ActionContext {
  readonly draft: ThingDraft;
  /** Those of the Thing that have no problem, with their limits. */
  readonly properties: readonly Property[];
  readonly references: References;
}
