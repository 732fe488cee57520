import type { ThingId } from "../core/ids.ts";
import type { Property } from "../core/property.ts";
import type { ThingDraft } from "./draft-thing.ts";
import type { Findings, Place } from "./problem.ts";
import { pathShape, referenceShape } from "./schema/shapes.ts";
import { childEntries } from "./source-node.ts";
import { didYouMean } from "./suggest-key.ts";

/** All Things of the file, so that one may name a property of another, wherever that stands. */
export interface References {
  /** By id; undefined is a Thing of which nothing is known, and that was told. */
  readonly drafts: ReadonlyMap<string, ThingDraft | undefined>;
  readonly findings: Findings;
}

/**
 * The property that a text at this place names, by its own name `here` or by its path. undefined, and told why, when
 * there is none; told before when the text is no name at all or the property has a problem of its own.
 */
export function findProperty(
  text: string,
  place: Place,
  here: ThingId | undefined,
  { drafts, findings }: References,
): Property | undefined {
  if (!new RegExp(referenceShape.pattern).test(text)) return undefined;
  const [first = "", second] = text.split("/");
  const thing = second === undefined ? here : first;
  const name = second ?? first;
  const wrong = (message: string): undefined => findings.problem(place, message) as undefined;
  if (thing === undefined) return wrong(pathShape.sentence);
  if (!drafts.has(thing)) return wrong(`there is no Thing ${thing}${didYouMean(thing, [...drafts.keys()])}`);
  const draft = drafts.get(thing);
  if (draft === undefined) return undefined;
  const names = childEntries(draft.node, "properties").map(([known]) => known);
  if (names.includes(name)) return draft.properties.find((known) => known.name === name)?.property;
  const isAction = childEntries(draft.node, "actions").some(([known]) => known === name);
  return wrong(
    isAction
      ? `${name} is an action of ${thing}; name a property`
      : `${thing} has no property ${name}${didYouMean(name, names)}`,
  );
}
