import assert from "node:assert/strict";
import { test } from "node:test";
import { type AffordancePath, affordancePath, asRoomId, asThingId, asUserId } from "../../src/core/ids.ts";
import type { Reading } from "../../src/core/reading.ts";
import type { SealedEvent } from "../../src/core/room-ports.ts";
import type { Source } from "../../src/outbox/classes.ts";
import { wireLatest } from "../../src/wiring/latest.ts";
import type { SendingParts } from "../../src/wiring/sending-parts.ts";
import { configurationOf } from "../fakes/configuration-of.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LimitedSender } from "../fakes/limited-sender.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";
import { MemoryReadingLog } from "../fakes/memory-reading-log.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

const [room, agent] = [asRoomId("!room"), asUserId("@agent:hs")];

/** Values as snapshots or in state, and a sender that knows its transactions as a homeserver does. */
function scene(state: "off" | "auto" = "off") {
  const configured = (ids: readonly string[]) => {
    using directory = temporaryDirectory();
    return configurationOf(directory.path, {
      matrix: { homeserver: "https://hs", user: agent, state },
      connections: { broker: { type: "mqtt", url: "mqtt://localhost" } },
      things: Object.fromEntries(
        ids.map((id) => [id, { connection: "broker", properties: { mode: { type: "string", from: { topic: id } } } }]),
      ),
    });
  };
  const clock = new HandClock();
  const sender = new LimitedSender(clock);
  const members = [agent, asUserId("@ana:hs")];
  const known = new Map<AffordancePath, Reading>();
  const parts = {
    clock,
    link: {
      userId: agent,
      rooms: { isEncrypted: () => true, isStateEncrypted: () => state === "auto", members: () => members },
    },
    store: new MemoryControlStore(),
    log: new LogLines(),
    readings: { latest: known },
    readingLog: new MemoryReadingLog(),
    rooms: { room, dataRoom: undefined },
    epoch: 7,
    version: "test",
  } as unknown as Omit<SendingParts, "configuration">;
  /** A life with these Things, which are told of; once more to somebody new, or only what is news. */
  const live = async (ids = ["box"], isAgain = true): Promise<readonly SealedEvent[]> => {
    const { sources, tellAgain } = wireLatest({ ...parts, configuration: configured(ids) });
    if (isAgain) tellAgain();
    const told: SealedEvent[] = [];
    for (let before = -1; before < told.length; ) {
      before = told.length;
      for (const source of sources) for (;;) if (!(await sendOne(source, sender, told))) break;
    }
    return told;
  };
  return { clock, sender, known, live };
}

async function sendOne(source: Source, sender: LimitedSender, told: SealedEvent[]): Promise<boolean> {
  const candidate = source.next(new Set());
  if (typeof candidate !== "object") return false;
  const sealed = await sender.seal(candidate.make(), candidate.txn);
  assert.ok(sealed.kind === "sealed");
  candidate.keepSealed(sealed.event);
  const outcome = await sender.put(sealed.event);
  assert.ok(outcome.kind === "sent");
  candidate.sent(outcome.eventId);
  told.push(sealed.event);
  return true;
}

test("snapshots after a reload arrive, since no transaction of before is used again", async () => {
  const { clock, sender, live } = scene();
  const before = await live();
  await clock.advance(1_000);
  const after = await live();
  assert.ok(before.length > 0 && after.length > 0);
  assert.equal(sender.arrived.length, before.length + after.length);
});

test("what is gone from the configuration is taken back in state, once; what comes back is told of again", async () => {
  const { clock, live } = scene("auto");
  const news = async (...ids: readonly string[]) => {
    await clock.advance(1_000_000);
    return (await live([...ids], false)).map(({ type, stateKey, wire }) => [`${type} ${stateKey}`, JSON.parse(wire)]);
  };
  const [thing, state] = ["dev.roomwire.thing agent:hs/lamp", "dev.roomwire.state agent:hs/lamp"];
  assert.deepEqual(
    (await news("box", "lamp")).map(([what]) => what),
    ["dev.roomwire.thing agent:hs/box", thing],
  );
  const taken = { v: 1, title: "lamp", properties: {}, actions: {}, gone: true };
  assert.deepEqual(await news("box"), [
    [state, { v: 1, properties: {} }],
    [thing, taken],
  ]);
  assert.deepEqual(await news("box"), []);
  assert.deepEqual(
    (await news("box", "lamp")).map(([what, content]) => [what, "gone" in content]),
    [[thing, false]],
  );
});

test("what is gone from the configuration is said to be gone in snapshots as well, once", async () => {
  const { clock, live } = scene();
  const descriptions = async (...ids: readonly string[]) => {
    await clock.advance(1_000_000);
    return (await live([...ids], false)).map(({ wire }) => JSON.parse(wire).descriptions);
  };
  await live(["box", "lamp"]);
  const gone = { v: 1, title: "lamp", properties: {}, actions: {}, gone: true };
  const [told, ...more] = await descriptions("box");
  assert.deepEqual([told.lamp, more], [gone, []]);
  assert.deepEqual(await descriptions("box"), []);
  assert.deepEqual(await descriptions(), [{ box: { ...gone, title: "box" } }]);
  await clock.advance(1_000_000);
  assert.equal(
    (await live(["lamp"])).some(({ wire }) => "gone" in JSON.parse(wire).descriptions.lamp),
    false,
  );
});

test("what was heard before the room was there stands in state, without waiting for a change", async () => {
  const { known, live } = scene("auto");
  const path = affordancePath(asThingId("lamp"), "mode");
  known.set(path, { path, value: "bright", quality: "ok", measuredAt: 5, takenAt: 5 });
  const values = (await live(["box", "lamp"], false)).filter(({ type }) => type === "dev.roomwire.state");
  assert.deepEqual(
    values.map(({ stateKey, wire }) => [stateKey, JSON.parse(wire).properties]),
    [["agent:hs/lamp", { mode: { value: "bright", quality: "ok", measured_at: 5 } }]],
  );
});
