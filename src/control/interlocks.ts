import type { AffordancePath } from "../core/ids.ts";
import type { Property } from "../core/property.ts";

/** An output that may not be on at the same time. */
export interface Rival {
  readonly path: AffordancePath;
  /** ms that it must be off before this one may be on. */
  readonly deadTime: number;
}

export type Interlocks = ReadonlyMap<AffordancePath, readonly Rival[]>;

/** `not_with` of all outputs, both ways: it is enough that one of two names the other; the longer `dead_time` counts. */
export function interlocksOf(outputs: readonly Property[]): Interlocks {
  const known = new Map(outputs.map((property) => [property.path, property.limits]));
  const rivals = new Map<AffordancePath, Map<AffordancePath, Rival>>();
  const add = (path: AffordancePath, other: AffordancePath): void => {
    const deadTime = Math.max(known.get(path)?.deadTime ?? 0, known.get(other)?.deadTime ?? 0);
    const those = rivals.get(path) ?? new Map<AffordancePath, Rival>();
    rivals.set(path, those.set(other, { path: other, deadTime }));
  };
  for (const { path, limits } of outputs) {
    for (const other of limits.notWith) {
      add(path, other);
      add(other, path);
    }
  }
  return new Map([...rivals].map(([path, those]) => [path, [...those.values()]]));
}
