import type { AffordancePath } from "../core/ids.ts";
import { isBits, type RegisterPlace, type RegisterRead, registerSpan } from "./register-place.ts";

/** A property that wants to be read at a station. */
export interface WantedRegister {
  readonly path: AffordancePath;
  readonly unit: number;
  readonly place: RegisterPlace;
  /** ms. */
  readonly every: number;
  /** Gets its value out of what was read from address `first` on. */
  readonly read: (data: readonly number[], first: number) => RegisterRead;
}

/** What one question asks for. */
export interface BatchPlan {
  readonly unit: number;
  readonly table: RegisterPlace["table"];
  readonly every: number;
  readonly address: number;
  readonly count: number;
  readonly members: readonly WantedRegister[];
}

export interface BatchLimits {
  /** Registers between two that are wanted which are read along. */
  readonly gap: number;
  readonly most: number;
}

/**
 * As few questions as will do: what stands close together at one station and is wanted as often shares one. Bits are
 * packed sixteen to a register, so that gaps between them cost less.
 */
export function planBatches(
  wanted: Iterable<WantedRegister>,
  isAlone: (one: WantedRegister) => boolean,
  { gap, most }: BatchLimits,
): readonly BatchPlan[] {
  const groups = new Map<string, WantedRegister[]>();
  for (const one of wanted) {
    const key = `${one.unit} ${one.place.table} ${one.every}${isAlone(one) ? ` ${one.path}` : ""}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => split(group, gap, most));
}

function split(group: readonly WantedRegister[], gap: number, most: number): readonly BatchPlan[] {
  const spans = group
    .map((one) => ({ one, ...registerSpan(one.place) }))
    .sort((a, b) => a.address - b.address || a.end - b.end);
  const batches: { first: number; end: number; members: WantedRegister[] }[] = [];
  for (const { one, address, end } of spans) {
    const last = batches.at(-1);
    const widest = isBits(one.place.table) ? 16 * gap : gap;
    if (last !== undefined && address - last.end <= widest && Math.max(last.end, end) - last.first <= most) {
      last.end = Math.max(last.end, end);
      last.members.push(one);
    } else batches.push({ first: address, end, members: [one] });
  }
  return batches.flatMap(({ first, end, members }) => {
    const [one] = members;
    if (one === undefined) return [];
    const { unit, every, place } = one;
    return [{ unit, every, table: place.table, address: first, count: end - first, members }];
  });
}
