import type { AffordancePath } from "../core/ids.ts";
import { type BatchParts, ModbusBatch } from "./modbus-batch.ts";
import { ModbusStation } from "./modbus-station.ts";
import { type BatchLimits, planBatches, type WantedRegister } from "./plan-batches.ts";
import type { RegisterPlace } from "./register-place.ts";

export type PollParts = Omit<BatchParts, "isWanted" | "askApart"> & { readonly limits: BatchLimits };

/** Everything that is asked of the stations of one bus, in as few questions as will do. */
export class ModbusPolls implements Disposable {
  readonly #parts: PollParts;
  readonly #wanted = new Set<WantedRegister>();
  readonly #apart = new WeakSet<WantedRegister>();
  readonly #stations = new Map<number, ModbusStation>();
  #batches: readonly ModbusBatch[] = [];
  #planning: Disposable | undefined;

  constructor(parts: PollParts) {
    this.#parts = parts;
  }

  add(one: WantedRegister): Disposable {
    this.#wanted.add(one);
    this.#planSoon();
    return {
      [Symbol.dispose]: () => {
        if (this.#wanted.delete(one)) this.#planSoon();
      },
    };
  }

  /** The bus is up: everything is asked. */
  up(): void {
    for (const station of this.#stations.values()) station.begin();
    for (const batch of this.#batches) batch.begin();
  }

  refresh(path: AffordancePath): boolean {
    const batch = this.#batches.find(({ plan }) => plan.members.some((member) => member.path === path));
    batch?.ask(true);
    return batch !== undefined;
  }

  /** Something was written there: whoever reads it wants to know what came of it. */
  wrote(unit: number, { table, address }: Pick<RegisterPlace, "table" | "address">): void {
    for (const batch of this.#batches) {
      const { plan } = batch;
      const isThere = address >= plan.address && address < plan.address + plan.count;
      if (plan.unit === unit && plan.table === table && isThere) batch.ask(true);
    }
  }

  [Symbol.dispose](): void {
    this.#wanted.clear();
    this.#planning?.[Symbol.dispose]();
    for (const batch of this.#batches) batch[Symbol.dispose]();
    this.#batches = [];
  }

  /** Once for all that come or go together. */
  #planSoon(): void {
    this.#planning ??= this.#parts.clock.after(0, () => {
      this.#planning = undefined;
      this.#plan();
    });
  }

  /** Questions that stay as they are go on untouched. */
  #plan(): void {
    const before = new Set(this.#batches);
    const plans = planBatches(this.#wanted, (one) => this.#apart.has(one), this.#parts.limits);
    this.#batches = plans.map((plan) => {
      const known = [...before].find((batch) => isSame(batch.plan.members, plan.members));
      if (known === undefined) return new ModbusBatch(plan, this.#stationOf(plan.unit), this.#batchParts());
      before.delete(known);
      return known;
    });
    for (const batch of before) batch[Symbol.dispose]();
  }

  #stationOf(unit: number): ModbusStation {
    const known = this.#stations.get(unit);
    if (known !== undefined) return known;
    const station = new ModbusStation(this.#parts.clock);
    this.#stations.set(unit, station);
    return station;
  }

  #batchParts(): BatchParts {
    return {
      ...this.#parts,
      isWanted: (member) => this.#wanted.has(member),
      askApart: (members) => {
        for (const member of members) this.#apart.add(member);
        this.#planSoon();
      },
    };
  }
}

function isSame(some: readonly WantedRegister[], others: readonly WantedRegister[]): boolean {
  return some.length === others.length && some.every((one, at) => one === others[at]);
}
