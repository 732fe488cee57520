import assert from "node:assert/strict";
import { test } from "node:test";
import { auditType } from "../../schemas/audit.ts";
import { auditToldFact } from "../../src/core/audit-ports.ts";
import { asRoomId } from "../../src/core/ids.ts";
import { tellAuditHead } from "../../src/wiring/tell-audit-head.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";

const room = asRoomId("!data");
const hour = 3_600_000;

function scene() {
  const clock = new HandClock();
  const store = new MemoryControlStore(() => clock.now());
  store.audit({ kind: "start", body: {} });
  let alone = false;
  return {
    clock,
    store,
    start: () => tellAuditHead({ store, room, isAlone: () => alone, clock, log: new LogLines() }),
    setAlone: (is: boolean) => {
      alone = is;
    },
    heads: () => store.outbox.map(({ event }) => (event.type === auditType ? event.content : undefined)),
  };
}

test("the head goes out at the first start and then once a day, with what came meanwhile", async () => {
  const { clock, store, start, heads } = scene();
  using _telling = start();
  const first = { v: 1, length: 1, head: "", at: clock.now() };
  assert.deepEqual(heads(), [first]);
  assert.equal(store.outbox[0]?.event.room, room);
  store.audit({ kind: "command", body: {} });
  await clock.advance(24 * hour - 1);
  assert.equal(heads().length, 1);
  await clock.advance(1);
  assert.deepEqual(heads(), [first, { v: 1, length: 2, head: "", at: clock.now() }]);
  assert.deepEqual(JSON.parse(store.fact(auditToldFact) ?? ""), { entry: 2, hash: "", at: clock.now() });
});

test("a restart does not tell it again before the day is over", async () => {
  const { clock, start, heads } = scene();
  start()[Symbol.dispose]();
  await clock.advance(20 * hour);
  using _telling = start();
  assert.equal(heads().length, 1);
  await clock.advance(4 * hour);
  assert.equal(heads().length, 2);
});

test("while nobody could ever read it, it waits for a reader", async () => {
  const { clock, start, heads, setAlone } = scene();
  setAlone(true);
  using _telling = start();
  await clock.advance(3 * hour);
  assert.deepEqual(heads(), []);
  setAlone(false);
  await clock.advance(60_000);
  assert.equal(heads().length, 1);
});

test("a clock that is set back does not silence it", async () => {
  const { clock, start, heads } = scene();
  {
    using _telling = start();
    clock.jump(-1000 * 24 * hour);
  }
  using _telling = start();
  assert.equal(heads().length, 2);
  await clock.advance(24 * hour);
  assert.equal(heads().length, 3);
});

test("nothing is left behind", () => {
  const { clock, start } = scene();
  start()[Symbol.dispose]();
  assert.equal(clock.waiting, 0);
});

test("a store that takes nothing is asked again a minute later", async () => {
  const { clock, store, start, heads } = scene();
  store.failNext = new Error("the disk");
  using _telling = start();
  assert.deepEqual(heads(), []);
  await clock.advance(60_000);
  assert.equal(heads().length, 1);
});
