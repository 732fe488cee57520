import { type Decimal, formatDecimal } from "../core/decimal.ts";
import type { Place } from "./problem.ts";

/** YAML as it was written: every key and value knows its place, every number its exact digits. */
export type SourceNode = MapNode | ListNode | ScalarNode;

export interface MapNode {
  readonly kind: "map";
  readonly place: Place;
  readonly entries: ReadonlyMap<string, MapEntry>;
}

export interface MapEntry {
  /** Place of the key. */
  readonly key: Place;
  readonly value: SourceNode;
}

export interface ListNode {
  readonly kind: "list";
  readonly place: Place;
  readonly items: readonly SourceNode[];
}

export interface ScalarNode {
  readonly kind: "scalar";
  readonly place: Place;
  readonly value: boolean | string | null | Decimal;
  /** The characters in the file, without quotes. */
  readonly source: string;
}

/** What a schema literal describes, numbers as exact decimals. */
export type Exact<T> = T extends number
  ? Decimal
  : T extends readonly (infer Item)[]
    ? readonly Exact<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Exact<T[Key]> }
      : T;

/** The value for our own schemas: numbers as JavaScript has them, good enough to compare with a bound. */
export function plainOf(node: SourceNode): unknown {
  return walk(node, (decimal) => Number(formatDecimal(decimal)));
}

/** The value for a driver and its schemas: whole numbers as such, fractions as their text, so that nothing is a float. */
export function settingsOf(node: SourceNode): unknown {
  return walk(node, (decimal) => {
    const integer = Number(decimal.coefficient);
    return decimal.scale === 0 && Number.isSafeInteger(integer) ? integer : formatDecimal(decimal);
  });
}

/** The value with every number as an exact decimal. */
export function exactOf(node: SourceNode): unknown {
  return walk(node, (decimal) => decimal);
}

function walk(node: SourceNode, numberOf: (decimal: Decimal) => unknown): unknown {
  switch (node.kind) {
    case "map":
      return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, walk(value, numberOf)]));
    case "list":
      return node.items.map((item) => walk(item, numberOf));
    case "scalar":
      return typeof node.value === "object" && node.value !== null ? numberOf(node.value) : node.value;
  }
}

/** The node under a key of a map; undefined where there is none or it is no map. */
export function child(node: SourceNode | undefined, key: string): SourceNode | undefined {
  return node?.kind === "map" ? node.entries.get(key)?.value : undefined;
}

/** The map under a key; undefined where it is missing or something else. */
export function childMap(node: SourceNode | undefined, key: string): MapNode | undefined {
  const found = child(node, key);
  return found?.kind === "map" ? found : undefined;
}

/** Entries of the map under a key, in the order of the file; none where it is missing or something else. */
export function childEntries(node: SourceNode | undefined, key: string): readonly [string, MapEntry][] {
  return [...(childMap(node, key)?.entries ?? [])];
}

/** The text under a key; undefined where it is missing or something else. */
export function childText(node: SourceNode | undefined, key: string): string | undefined {
  const found = child(node, key);
  return found?.kind === "scalar" && typeof found.value === "string" ? found.value : undefined;
}

/** A map without some of its keys. */
export function without(node: MapNode, keys: readonly string[]): MapNode {
  return { ...node, entries: new Map([...node.entries].filter(([key]) => !keys.includes(key))) };
}
