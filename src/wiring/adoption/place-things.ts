import type { Configuration } from "../../config/configuration.ts";
import { foldName } from "../../core/fold-name.ts";
import { reservedIds } from "../../core/ids.ts";
import { visible } from "../../core/visible.ts";
import { topicsOf } from "../../discovery/discover-things.ts";
import type { DiscoveredThing, PlainMap, Unmapped } from "../../discovery/discovered-thing.ts";
import { freeId } from "../../discovery/draft-keys.ts";
import { checkDraft } from "./check-draft.ts";
import { topicOwners } from "./topic-owners.ts";

/** A device with a place in the configuration: one that it has, or one that it could have. */
export interface PlacedThing {
  readonly connection: string;
  readonly found: DiscoveredThing;
  readonly id: string;
  readonly title: string;
  /** The configuration has it already, under `id`. */
  readonly isKnown: boolean;
  /** What would stand there; undefined where nothing of it can. */
  readonly thing: PlainMap | undefined;
  readonly unmapped: readonly Unmapped[];
}

/** Ids and titles that the configuration does not have yet, and drafts that its check takes. */
export function placeThings(
  connection: string,
  found: Iterable<DiscoveredThing>,
  configuration: Configuration,
  taken: Set<string>,
): readonly PlacedThing[] {
  const owners = topicOwners(configuration, connection);
  return Array.from(found, (thing) => {
    const owner = topicsOf(thing)
      .map((topic) => owners.get(topic))
      .find((id) => id !== undefined);
    const known = configuration.things.find(({ id }) => id === owner);
    if (known !== undefined) {
      return {
        connection,
        found: thing,
        id: known.id,
        title: known.title,
        isKnown: true,
        thing: undefined,
        unmapped: [],
      };
    }
    const id = freeId(thing.name, taken);
    taken.add(foldName(id));
    const title = titleOf(thing.name, id, taken);
    const draft = checkDraft(title, connection, thing);
    return { connection, found: thing, id, title, isKnown: false, ...draft };
  });
}

/** Folded names that Things of the configuration have. */
export function takenNames({ things }: Configuration): Set<string> {
  return new Set(things.flatMap(({ id, title, aliases }) => [id, title, ...aliases].map(foldName)));
}

/** As the device calls itself, unless another Thing is called so. */
function titleOf(name: string, id: string, taken: Set<string>): string {
  const text = visible(name).trim().slice(0, 100);
  const folded = foldName(text);
  const isFree = folded !== "" && !reservedIds.includes(folded) && (folded === foldName(id) || !taken.has(folded));
  const title = isFree && text.isWellFormed() ? text : id;
  taken.add(foldName(title));
  return title;
}
