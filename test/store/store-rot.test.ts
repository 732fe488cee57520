import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { AgentFault } from "../../src/core/agent-fault.ts";
import { openControlFile } from "../../src/store/control-file.ts";
import { openCryptoFile } from "../../src/store/crypto-file.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { seededRandom } from "../fakes/seeded-random.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { copyFiles, copyWithRot, sayRot, someRot } from "./rot.ts";
import { someEvent, somePost, someVerdict } from "./some-events.ts";

const seed = Number(process.env.ROT_SEED ?? Math.floor(Math.random() * 2 ** 32));

interface Scene {
  readonly directory: string;
  readonly name: string;
  readonly open: (directory: string) => Disposable;
  /** What the file held after each of its transactions. */
  readonly states: ReadonlySet<string>;
}

interface Store extends Pick<Scene, "name" | "open"> {
  /** Writes to it, and tells after each transaction. */
  readonly fill: (directory: string, tell: () => void) => Disposable;
}

const control: Store = {
  name: "control.db",
  open: (directory) => openControlFile(directory, new HandClock()),
  fill(directory, tell) {
    const store = openControlFile(directory, new HandClock());
    for (let number = 1; number <= 12; number++) {
      const note = { kind: "command", body: { number } } as const;
      const steps = [
        () => store.keep([someEvent(number)], `token ${number}`),
        () => store.judge({ ...someVerdict(number, number), notes: [note] }),
        () => store.post(somePost(number)),
        () => store.setFact(`fact ${number % 5}`, `told ${number}`),
      ];
      for (const step of steps) {
        step();
        tell();
      }
    }
    return store;
  },
};

const crypto: Store = {
  name: "crypto.db",
  open: openCryptoFile,
  fill(directory, tell) {
    const store = openCryptoFile(directory);
    store.replace({ name: "keys", version: 3, stores: [{ name: "sessions", indexes: [] }] }, []);
    tell();
    for (let number = 1; number <= 40; number++) {
      const value = JSON.stringify({ pickle: "é☃ ".repeat(number * 7) });
      store.apply([
        { kind: "put", database: "keys", store: "sessions", key: `"${number % 17}"`, value },
        { kind: "delete", database: "keys", store: "sessions", key: `"${(number * 3) % 17}"` },
      ]);
      tell();
    }
    return store;
  },
};

/** As a killed agent left it, with a log, and as one that was stopped. */
function layOut({ name, open, fill }: Store, directory: string): readonly Scene[] {
  const live = join(directory, "live");
  const copy = join(directory, "copy");
  const states = new Set<string>();
  const look = (): void => {
    copyFiles(live, copy);
    states.add(contentOf(join(copy, name)));
  };
  open(live)[Symbol.dispose]();
  look();
  {
    using _ = fill(live, look);
    copyFiles(live, join(directory, "killed"));
  }
  copyFiles(live, join(directory, "stopped"));
  return ["killed", "stopped"].map((way) => ({ directory: join(directory, way), name, open, states }));
}

/**
 * All rows of all tables that a start depends on. The audit is a chain of hashes, which `roomwire audit` follows. A last number in
 * `sqlite_sequence` that was altered skips numbers, or is less than that of the newest row, which then counts.
 */
function contentOf(file: string): string {
  using database = new DatabaseSync(file);
  const tables = database
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('audit', 'sqlite_sequence') ORDER BY name",
    )
    .all();
  return JSON.stringify(tables.map(({ name }) => [name, database.prepare(`SELECT * FROM ${String(name)}`).all()]));
}

for (const store of [control, crypto]) {
  test(`${store.name}: a bit that is turned over or a file that is cut short is told in words, or costs nothing that is not known`, (context) => {
    using directory = temporaryDirectory();
    const scenes = layOut(store, directory.path);
    const random = seededRandom(seed);
    let told = 0;
    for (let time = 0; time < 150; time++) {
      const scene = random.pick(scenes);
      const rot = someRot(random, scene.directory, time % 5 < 3 ? "flip" : "cut");
      const damaged = join(directory.path, "damaged");
      copyWithRot(scene.directory, rot, damaged);
      const before = rot.file.endsWith("-wal") ? scene.states : new Set([[...scene.states].at(-1)]);
      try {
        scene.open(damaged)[Symbol.dispose]();
        // The log of SQLite holds sums: what stands behind the damage is as if it never was.
        assert.ok(
          rot.file.endsWith("-shm") || before.has(contentOf(join(damaged, scene.name))),
          "altered, and nobody noticed",
        );
      } catch (cause) {
        const isTold = cause instanceof AgentFault && cause.code === "store-corrupt" && cause.remedy.length > 0;
        if (!isTold) throw new Error(`ROT_SEED=${seed}: ${sayRot(rot)} in ${scene.directory}`, { cause });
        told += 1;
      }
    }
    context.diagnostic(`${told} of 150 were told, the others cost nothing; seed ${seed}`);
  });
}
