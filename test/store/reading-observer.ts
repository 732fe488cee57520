import assert from "node:assert/strict";
import type { Loss, LossBatch } from "../../src/core/reading-loss.ts";
import type { LogEntry, NewLogEntry, ReadingLog } from "../../src/core/store-ports.ts";

type Sealed = ReturnType<ReadingLog["sealed"]>;

/** Stands outside a reading log: knows what was recorded and what left, and judges what the log says of the rest. */
export class ReadingObserver {
  /** By position from 1, all that was ever committed. */
  readonly #recorded: NewLogEntry[] = [];
  readonly #delivered = new Set<number>();
  readonly #refused = new Set<number>();
  readonly #told = new Map<number, LossBatch>();
  /** Positions that each sealed event covers, by its transaction. */
  readonly #covered = new Map<string, readonly number[]>();

  get recorded(): number {
    return this.#recorded.length;
  }

  record(entries: readonly NewLogEntry[]): void {
    this.#recorded.push(...entries);
  }

  seal(txn: string, entries: readonly LogEntry[]): void {
    this.#covered.set(
      txn,
      entries.map(({ position }) => position),
    );
  }

  /** The homeserver has it; a second time is the same event. */
  arrive(txn: string): void {
    for (const position of this.#covered.get(txn) ?? []) this.#delivered.add(position);
  }

  /** What the homeserver said of that event, if it did. */
  fateOf(txn: string): "delivered" | "rejected" | undefined {
    const [first] = this.#covered.get(txn) ?? [];
    if (first === undefined) return undefined;
    if (this.#delivered.has(first)) return "delivered";
    return this.#refused.has(first) ? "rejected" : undefined;
  }

  refuse(txn: string): void {
    for (const position of this.#covered.get(txn) ?? []) this.#refused.add(position);
  }

  hear(batch: LossBatch): void {
    const known = this.#told.get(batch.seq);
    if (known === undefined) this.#told.set(batch.seq, batch);
    else assert.deepEqual(batch, known, "the same number tells something else");
  }

  /** produced = delivered + queued + told as lost, each reading once, none altered. */
  judge(log: ReadingLog): void {
    const waiting = log.unsealed(this.recorded + 10);
    const onItsWay = this.#coveredBy(log.sealed());
    const queued = new Set(onItsWay);
    for (const entry of waiting) {
      const { position } = entry;
      assert.ok(!queued.has(position), `${position} is there twice`);
      assert.deepEqual(entry, { ...this.#recorded[position - 1], position });
      queued.add(position);
    }
    const positions = waiting.map(({ position }) => position);
    assert.deepEqual(
      positions,
      positions.toSorted((a, b) => a - b),
      "in the order of recording",
    );
    for (const position of queued) {
      assert.ok(!this.#delivered.has(position) || onItsWay.includes(position), `${position} would be delivered again`);
    }
    assert.equal(log.backlog().readings, queued.size, "the backlog");
    const lost = this.#lost(queued);
    const { dropped } = log.usage();
    assert.equal(
      Object.values(dropped).reduce((sum, count) => sum + count, 0),
      lost.length,
      "readings that are neither there, nor delivered, nor lost",
    );
    this.#judgeTold(log, lost);
  }

  #coveredBy(sealed: Sealed): readonly number[] {
    return sealed === undefined ? [] : (this.#covered.get(sealed.event.txn) ?? []);
  }

  #lost(queued: ReadonlySet<number>): readonly number[] {
    return this.#recorded
      .map((_, place) => place + 1)
      .filter((position) => !queued.has(position) && !this.#delivered.has(position));
  }

  /** What was told and what is still to be told, together, is what was lost: by property and reason, exactly. */
  #judgeTold(log: ReadingLog, lost: readonly number[]): void {
    const open: LossBatch[] = [];
    for (let batch = log.losses(1000); batch !== undefined; batch = log.losses(1000)) {
      this.hear(batch);
      open.push(batch);
      log.lossTold();
    }
    const told = [...this.#told.values()].flatMap(({ losses }) => losses);
    const true_ = lost.map((position): Loss => {
      const { path, at } = this.#recorded[position - 1] ?? assert.fail("never recorded");
      const reason = this.#refused.has(position) ? "rejected" : "quota";
      return { path, reason, count: 1, fromAt: at, toAt: at };
    });
    assert.deepEqual(summed(told), summed(true_));
  }
}

function summed(losses: readonly Loss[]): readonly Loss[] {
  const groups = [...Map.groupBy(losses, ({ path, reason }) => `${path} ${reason}`)];
  return groups
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, group]) => {
      const [first] = group;
      if (first === undefined) return [];
      const fromAt = Math.min(...group.map((loss) => loss.fromAt ?? Number.NaN));
      const toAt = Math.max(...group.map((loss) => loss.toAt ?? Number.NaN));
      return [{ ...first, count: group.reduce((sum, { count }) => sum + count, 0), fromAt, toAt }];
    });
}
