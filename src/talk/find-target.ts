import { foldName } from "../core/fold-name.ts";
import type { Property } from "../core/property.ts";
import type { Action, Thing } from "../core/thing.ts";
import { isNearlySame } from "./is-nearly-same.ts";

export type Target =
  | { readonly kind: "thing"; readonly thing: Thing }
  | { readonly kind: "property"; readonly thing: Thing; readonly property: Property }
  | { readonly kind: "action"; readonly thing: Thing; readonly action: Action };

export type FoundTarget =
  /** One target, and the words behind its name. */
  | { readonly kind: "one"; readonly target: Target; readonly rest: readonly string[] }
  /** To be asked back: full paths. */
  | { readonly kind: "several" | "near"; readonly paths: readonly string[]; readonly rest: readonly string[] }
  | { readonly kind: "none" };

/** Longest folded name that is compared with near misses. */
const longestNear = 40;
const mostOffered = 5;

/** The longest beginning of the words that is a name. A near miss is only offered, never taken. */
export type FindTarget = (words: readonly string[]) => FoundTarget;

/**
 * Folds every name once, so that finding one among thousands is quick. Names of adopted Things come last: a device that calls itself
 * `pump off` must not take what was said to the pump.
 */
export function prepareFindTarget(things: readonly Thing[]): FindTarget {
  const own = new TargetNames(things.filter(({ isAdopted }) => isAdopted !== true));
  const adopted = new TargetNames(things.filter(({ isAdopted }) => isAdopted === true));
  const ways = [own.exact, adopted.exact, own.near, adopted.near];
  return (words) => {
    for (const way of ways) {
      const found = way(words);
      if (found.kind !== "none") return found;
    }
    return { kind: "none" };
  };
}

/** Every name under which something can be asked for, folded. */
class TargetNames {
  readonly #exact = new Map<string, Target[]>();
  readonly #short = new Map<string, Target[]>();

  constructor(things: readonly Thing[]) {
    for (const thing of things) this.#addThing(thing);
  }

  readonly exact: FindTarget = (words) => {
    for (let length = words.length; length > 0; length--) {
      const rest = words.slice(length);
      const found = this.#exact.get(foldName(words.slice(0, length).join(" ")));
      if (found !== undefined) return choose(found, rest);
    }
    return { kind: "none" };
  };

  readonly near: FindTarget = (words) => {
    for (let length = Math.min(3, words.length); length > 0; length--) {
      const name = foldName(words.slice(0, length).join(" "));
      if (name.length < 3 || name.length > longestNear) continue;
      const most = name.length <= 4 ? 1 : 2;
      const near = [...this.#short].filter(([known]) => isNearlySame(name, known, most));
      const paths = new Set(near.flatMap(([, targets]) => targets).map(pathOf));
      if (paths.size > 0) return { kind: "near", paths: [...paths].slice(0, mostOffered), rest: words.slice(length) };
    }
    return { kind: "none" };
  };

  #addThing(thing: Thing): void {
    const thingNames = [thing.id, thing.title, ...thing.aliases];
    for (const name of thingNames) this.#add(name, { kind: "thing", thing });
    const properties = thing.properties.map((property) => ({ kind: "property", thing, property }) as const);
    const actions = thing.actions.map((action) => ({ kind: "action", thing, action }) as const);
    for (const target of [...properties, ...actions]) {
      const { name, title, aliases } = target.kind === "property" ? target.property : target.action;
      for (const own of [name, title, ...aliases]) {
        this.#add(own, target);
        for (const before of thingNames.flatMap(spellings)) {
          for (const after of spellings(own)) {
            for (const between of ["/", " "]) put(this.#exact, foldName(`${before}${between}${after}`), target);
          }
        }
      }
    }
  }

  #add(name: string, target: Target): void {
    for (const spelling of spellings(name)) {
      put(this.#exact, foldName(spelling), target);
      put(this.#short, foldName(spelling), target);
    }
  }
}

const umlauts: Readonly<Record<string, string>> = {
  ä: "ae",
  ö: "oe",
  ü: "ue",
  Ä: "Ae",
  Ö: "Oe",
  Ü: "Ue",
  ø: "oe",
  å: "aa",
};

/** A name, and the same as keyboards without its letters write it: `Küche` is found by `Kuche` and by `Kueche`. */
function spellings(name: string): readonly string[] {
  const composed = name.normalize("NFC");
  const spelt = composed.replace(/[äöüÄÖÜøå]/g, (letter) => umlauts[letter] ?? letter);
  return spelt === composed ? [name] : [name, spelt];
}

/** `thing`, or `thing/name`: what can be typed to mean just this. */
export function pathOf(target: Target): string {
  switch (target.kind) {
    case "thing":
      return target.thing.id;
    case "property":
      return target.property.path;
    case "action":
      return `${target.thing.id}/${target.action.name}`;
  }
}

/** With a value behind it a property is meant, else the Thing where one is called the same. */
function choose(found: readonly Target[], rest: readonly string[]): FoundTarget {
  const things = found.filter(({ kind }) => kind === "thing");
  const parts = found.filter(({ kind }) => kind !== "thing");
  const isOwn = parts.every(({ thing }) => thing === things[0]?.thing);
  const meant = things.length === 1 && isOwn ? pick(rest, things, parts) : found;
  const [target] = meant;
  if (target !== undefined && meant.length === 1) return { kind: "one", target, rest };
  return { kind: "several", paths: meant.map(pathOf).slice(0, mostOffered), rest };
}

function pick(rest: readonly string[], things: readonly Target[], parts: readonly Target[]): readonly Target[] {
  return rest.length > 0 && parts.length > 0 ? parts : things;
}

function put(names: Map<string, Target[]>, name: string, target: Target): void {
  const targets = names.get(name);
  if (targets === undefined) names.set(name, [target]);
  else if (!targets.some((known) => pathOf(known) === pathOf(target))) targets.push(target);
}
