import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import type { NewLogEntry, ReadingLog } from "../../src/core/store-ports.ts";
import { type SeededRandom, seededRandom } from "../fakes/seeded-random.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { ReadingObserver } from "./reading-observer.ts";
import { someSealed } from "./some-events.ts";
import { openLog, someChange, someReading } from "./some-readings.ts";
import { type Files, filesOf, layFiles, tornFiles } from "./torn-files.ts";

/** As little as holds a few thousand readings beside the log of SQLite. */
const keep = { size: 1_400_000, age: 400 * 86_400_000 };

const seed = Number(process.env.CRASH_SEED ?? Math.floor(Math.random() * 2 ** 32));
const lives = Number(process.env.CRASH_LIVES ?? 15);

/** One reading log through many lives: the directory changes with each crash, what stands outside stays. */
class CrashedLog implements Disposable {
  readonly #random: SeededRandom;
  readonly #root: string;
  readonly #observer = new ReadingObserver();
  #lives = 0;
  #directory: string;
  #log: ReadingLog & Disposable;
  #seq = 0;
  #count = 0;
  /** Number of the loss event that is on the disk and was not told. */
  #begun: number | undefined;
  /** As the last stop in good order left it; it is synced then. */
  #oldMark: Buffer;

  constructor(random: SeededRandom, root: string) {
    this.#random = random;
    this.#root = root;
    this.#directory = join(root, "life0");
    this.#log = openLog(this.#directory, { keep });
    this.#oldMark = filesOf(this.#directory).mark;
  }

  step(): void {
    const before = filesOf(this.#directory);
    const ends = this.#random.below(6) === 0;
    this.#act(before, ends);
  }

  judge(): void {
    this.#observer.judge(this.#log);
  }

  stop(): void {
    this.#log[Symbol.dispose]();
    this.#oldMark = filesOf(this.#directory).mark;
    this.#log = openLog(this.#directory, { keep });
  }

  [Symbol.dispose](): void {
    this.#log[Symbol.dispose]();
  }

  #act(before: Files, ends: boolean): void {
    const sealed = this.#log.sealed();
    const act = this.#random.pick(["record", "record", "record", "seal", "end", "end", "tell"] as const);
    switch (act) {
      case "record":
        this.#record(before, ends);
        return;
      case "seal":
        if (sealed === undefined) this.#seal();
        break;
      case "end":
        if (sealed !== undefined) this.#end(sealed.event.txn);
        break;
      case "tell":
        this.#tell();
        break;
    }
    if (ends) this.#cutPower(before);
  }

  #record(before: Files, ends: boolean): void {
    const entries = Array.from({ length: 1 + this.#random.below(1500) }, () => this.#entry());
    for (const entry of entries) this.#log.append(entry);
    this.#log.commit();
    if (!ends) {
      this.#observer.record(entries);
      return;
    }
    // Some of them may have been committed already, from the first on: the next position tells how many.
    const known = this.#observer.recorded;
    this.#cutPower(before);
    const probe = someChange(++this.#count);
    this.#log.append(probe);
    this.#log.commit();
    const next = this.#log.unsealed(known + entries.length + 1).at(-1)?.position ?? 0;
    assert.ok(next > known && next <= known + entries.length + 1, `${next} after ${known}`);
    this.#observer.record([...entries.slice(0, next - known - 1), probe]);
  }

  #entry(): NewLogEntry {
    this.#count += 1;
    const number = this.#count;
    if (this.#random.below(40) === 0) return someChange(number);
    const coefficient = BigInt(this.#random.below(2 ** 31)) ** 2n;
    return { ...someReading(number, `n${this.#random.below(5)}`), value: { coefficient, scale: 1 } };
  }

  #seal(): void {
    const entries = this.#log.unsealed(1 + this.#random.below(3000));
    const through = entries.at(-1)?.position;
    if (through === undefined) return;
    this.#seq += 1;
    const txn = `t${this.#seq}`;
    this.#observer.seal(txn, entries);
    this.#log.keepSealed(someSealed(txn), { epoch: 1, seq: this.#seq, through });
  }

  #end(txn: string): void {
    const fate = this.#random.pick(["delivered", "delivered", "rejected", "unsealed"] as const);
    // Before a crash it got its answer already, and will get the same again.
    switch (this.#observer.fateOf(txn) ?? fate) {
      case "delivered":
        this.#observer.arrive(txn);
        this.#log.delivered(txn, `$${txn}`);
        break;
      case "rejected":
        this.#observer.refuse(txn);
        this.#log.rejected(txn);
        break;
      case "unsealed":
        this.#log.unseal(txn);
        break;
    }
  }

  #tell(): void {
    const batch = this.#log.losses(3);
    // It leaves only when it is known to be on the disk.
    if (batch === undefined || this.#begun !== batch.seq) {
      this.#begun = batch?.seq;
      return;
    }
    this.#observer.hear(batch);
    this.#log.lossTold();
  }

  #cutPower(before: Files): void {
    const torn = tornFiles(this.#random, before, filesOf(this.#directory), this.#oldMark);
    this.#log[Symbol.dispose]();
    this.#lives += 1;
    this.#begun = undefined;
    this.#directory = join(this.#root, `life${this.#lives}`);
    layFiles(this.#directory, torn);
    this.#log = openLog(this.#directory, { keep });
    this.#oldMark = filesOf(this.#directory).mark;
  }
}

test("through power cuts at any moment: produced = delivered + queued + told as lost, in order, none altered", () => {
  for (let life = 0; life < lives; life++) {
    using directory = temporaryDirectory();
    const random = seededRandom(seed + life);
    using log = new CrashedLog(random, directory.path);
    try {
      for (let step = 0; step < 40; step++) {
        log.step();
        if (random.below(8) === 0) log.judge();
        if (random.below(12) === 0) log.stop();
      }
      log.judge();
    } catch (cause) {
      throw new Error(`CRASH_SEED=${seed + life} CRASH_LIVES=1`, { cause });
    }
  }
  assert.ok(lives > 0);
});
