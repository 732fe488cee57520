import assert from "node:assert/strict";
import { test } from "node:test";
import { AgentFault } from "../../src/core/agent-fault.ts";
import { type ControlFile, openControlFile } from "../../src/store/control-file.ts";
import { writeWhenBack } from "../../src/wiring/write-when-back.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { mountedImage } from "../fakes/mounted-image.ts";
import { someProperty } from "../fakes/some-thing.ts";

const { path } = someProperty({ name: "pump" });

function scene(change: Partial<ControlFile> = {}) {
  const image = mountedImage(16);
  const clock = new HandClock();
  const log = new LogLines();
  const faults: string[] = [];
  const control = openControlFile(image.at, clock, { onUnwritable: ({ code }) => faults.push(code) });
  const store = writeWhenBack({ ...control, ...change }, clock, log);
  const notes = () => store.auditEntries(0, 2_000).map(({ body }) => body);
  return { image, clock, log, faults, store, notes };
}

test("what happened while the disk took nothing is written when it takes it, in order and with its time", async () => {
  const { image, clock, faults, store, notes } = scene();
  using _image = image;
  using _store = store;
  store.audit({ kind: "start", body: { number: 0 } });
  image.refuse();
  const at = clock.now();
  store.audit({ kind: "safe", body: { number: 1 } });
  assert.throws(() => store.noteSwitch(path, true, at), { code: "store-unwritable" });
  await clock.advance(60_000);
  store.audit({ kind: "safe", body: { number: 2 } });
  assert.ok(faults.length > 0);
  assert.deepEqual(notes(), [{ number: 0 }]);
  image.take();
  await clock.advance(5_000);
  assert.deepEqual(notes(), [{ number: 0 }, { number: 1, happened_at: at }, { number: 2, happened_at: at + 60_000 }]);
  assert.deepEqual(store.switches(path, 9), [{ at, on: true }]);
  assert.equal(clock.waiting, 0);
});

test("a note that comes when the disk is back does not overtake those before it", () => {
  const { image, store, notes } = scene();
  using _image = image;
  using _store = store;
  image.refuse();
  store.audit({ kind: "safe", body: { number: 1 } });
  image.take();
  store.audit({ kind: "safe", body: { number: 2 } });
  assert.deepEqual(
    notes().map(({ number }) => number),
    [1, 2],
  );
});

test("within a transaction nothing waits: it is undone whole", () => {
  const { image, store, notes, clock } = scene();
  using _image = image;
  using _store = store;
  assert.throws(() =>
    store.together(() => {
      store.audit({ kind: "safe", body: { number: 1 } });
      throw new Error("undone");
    }),
  );
  image.refuse();
  const write = () => store.together(() => store.audit({ kind: "safe", body: { number: 2 } }));
  assert.throws(write, { code: "store-unwritable" });
  image.take();
  assert.deepEqual([notes(), clock.waiting], [[], 0]);
});

test("a note that fails within a transaction is thrown there, for SQLite may have undone it", () => {
  const failing = (): void => {
    throw new AgentFault("store-unwritable");
  };
  const { image, store, clock } = scene({ audit: failing });
  using _image = image;
  using _store = store;
  assert.throws(() => store.together(() => store.audit({ kind: "safe", body: {} })), { code: "store-unwritable" });
  assert.equal(clock.waiting, 0);
});

test("more than a thousand do not wait, and a disk that stays away is told at the end", () => {
  const { image, store, log, clock } = scene();
  using _image = image;
  image.refuse();
  for (let number = 0; number < 1_100; number++) store.audit({ kind: "safe", body: { number } });
  assert.match(log.lines.join(), /^error: more happened than can wait for the disk/);
  store[Symbol.dispose]();
  assert.match(log.lines[1] ?? "", /1000 notes could not be written down before the end/);
  assert.deepEqual([log.lines.length, clock.waiting], [2, 0]);
});
