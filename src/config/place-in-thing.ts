import type { ThingDraft } from "./draft-thing.ts";
import type { Place } from "./problem.ts";

/** A profile cannot know how it is used: what is only warned of there is told at the Thing. */
export function placeInThing(place: Place, path: string, { context: { thingPlace } }: ThingDraft): Place {
  return place.file === thingPlace.file ? place : { ...thingPlace, path: `${thingPlace.path}.${path}` };
}
