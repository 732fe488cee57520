import { titleOf } from "../config/title-of.ts";
import { foldName } from "../core/fold-name.ts";
import { isId, reservedIds } from "../core/ids.ts";
import { visible } from "../core/visible.ts";
import type { PlainMap, ThingKeys, Unmapped } from "./discovered-thing.ts";

/** Properties and actions of one Thing; what is more is told as left out. */
const most = 200;

/** Collects what a Thing can do, under names that are ids and that people can tell apart. */
export class DraftKeys {
  readonly #properties: Record<string, PlainMap> = Object.create(null);
  readonly #actions: Record<string, PlainMap> = Object.create(null);
  readonly #unmapped: Unmapped[] = [];
  readonly #taken = new Set<string>();

  /** `wanted`: any text that says what it is. Returns the id it got. */
  property(wanted: string, property: PlainMap): string {
    return this.#add(this.#properties, wanted, property);
  }

  action(wanted: string, action: PlainMap): string {
    return this.#add(this.#actions, wanted, action);
  }

  leaveOut(what: string, why: string): void {
    if (this.#unmapped.length < most) this.#unmapped.push({ what: what.slice(0, 200), why });
  }

  get isEmpty(): boolean {
    return this.#taken.size === 0;
  }

  get unmapped(): readonly Unmapped[] {
    return this.#unmapped;
  }

  /** All of it; `around` stands above the properties. */
  keys(around: Pick<ThingKeys, "from" | "to" | "available"> = {}): ThingKeys {
    return { ...around, properties: { ...this.#properties }, actions: { ...this.#actions } };
  }

  #add(group: Record<string, PlainMap>, wanted: string, entry: PlainMap): string {
    const id = freeId(wanted, this.#taken);
    if (Object.keys(this.#properties).length + Object.keys(this.#actions).length >= most) {
      this.leaveOut(wanted, `more than ${most} properties and actions`);
      return id;
    }
    this.#taken.add(foldName(id));
    const title = this.#titleOf(wanted, id);
    group[id] = title === undefined ? entry : { title, ...entry };
    return id;
  }

  /** What it is called, where that says more than the id and nothing else is called so. */
  #titleOf(wanted: string, id: string): string | undefined {
    const text = visible(wanted).trim();
    const folded = foldName(text);
    // Only what a device writes as people do says more than the id.
    if (
      !/\p{Lu}|[^\p{ASCII}]/u.test(text) ||
      isId(text) ||
      text === titleOf(id) ||
      text.length > 100 ||
      !text.isWellFormed()
    )
      return undefined;
    if (folded === "" || reservedIds.includes(folded) || (folded !== foldName(id) && this.#taken.has(folded)))
      return undefined;
    this.#taken.add(folded);
    return text;
  }
}

/** An id made of any text that nobody in `taken` (folded names) can be mistaken for: `Küche 2` is `kuche_2`. */
export function freeId(wanted: string, taken: ReadonlySet<string>): string {
  const stem = idOf(wanted);
  let id = stem;
  for (let count = 2; taken.has(foldName(id)); count += 1) id = `${stem.slice(0, 31 - String(count).length)}_${count}`;
  return id;
}

function idOf(text: string): string {
  const plain = text
    .slice(0, 200)
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  const id = (/^[a-z]/.test(plain) ? plain : `n${plain === "" ? "" : "_"}${plain}`).slice(0, 32).replace(/_+$/, "");
  return reservedIds.includes(foldName(id)) ? `${id}_value` : id;
}
