import assert from "node:assert/strict";
import { test } from "node:test";
import { snapshotExample } from "../../../schemas/snapshot.ts";
import type { FindThing } from "../../../src/cli/event-lines.ts";
import { LiveView } from "../../../src/cli/live/live-view.ts";
import { sparkBars } from "../../../src/cli/live/spark-bars.ts";
import { parseDecimal } from "../../../src/core/decimal.ts";
import { asRoomId, asThingId, asUserId } from "../../../src/core/ids.ts";
import { describeGone } from "../../../src/readings/describe-gone.ts";
import { AgentBook } from "../../../src/wiring/operator/agent-book.ts";
import type { OperatorEvent } from "../../../src/wiring/operator/operator-event.ts";
import { HandClock } from "../../fakes/hand-clock.ts";
import { MemoryControlStore } from "../../fakes/memory-control-store.ts";

const origin = { agent: asUserId("@agent:hs"), room: asRoomId("!room"), eventId: "$1", receivedAt: 0 };

function scene(rows = 24, columns = 80, findThing: FindThing = () => undefined, agents = 1) {
  const clock = new HandClock();
  const drawn: (readonly string[])[] = [];
  const screen = { rows, columns, draw: (lines: readonly string[]) => void drawn.push(lines) };
  const view = new LiveView({ screen, clock, head: ["Ana"], foot: "q ends", findThing, agents: () => agents });
  const reading = (name: string, value: string, at = clock.now()): OperatorEvent => {
    const decoded = { thing: "box", name, at, quality: "ok", value: parseDecimal(value), unit: "Cel" } as const;
    const news = { kind: "readings", epoch: 1, seq: 1, isLate: false, clock: "trusted", times: undefined } as const;
    return { ...origin, ...news, readings: [decoded] };
  };
  return { clock, drawn, view, reading, now: () => drawn.at(-1) ?? [] };
}

test("the newest value of each property stands in a line, with its age and how it went", async () => {
  const { clock, view, reading, now } = scene();
  for (const value of ["20.0", "21.5", "23.0"]) {
    view.take(reading("temperature", value));
    await clock.advance(10_000);
  }
  view.take(reading("temperature", "99.9", clock.now() - 60_000));
  await clock.advance(1300);
  assert.deepEqual(now(), [
    "Ana",
    "",
    "THING/PROPERTY   VALUE       AGE  COURSE",
    "box/temperature  23.0 °C     11s  ▁▅█",
    "",
    "q ends",
  ]);
});

test("a Thing that is gone leaves the table", async () => {
  const { clock, view, reading, now } = scene();
  view.take(reading("temperature", "20.0"));
  view.take({ ...origin, kind: "thing", thing: "box", content: describeGone(asThingId("box")) });
  await clock.advance(1000);
  assert.doesNotMatch(now().join(), /temperature/);
});

test("late history of a Thing that is gone brings it back only once it is described anew", async () => {
  const book = new AgentBook(new MemoryControlStore());
  const { clock, view, reading, now } = scene(24, 80, (agent, thing) => book.described(agent).get(thing));
  view.take(reading("temperature", "20.0"));
  book.describe(origin.agent, "box", describeGone(asThingId("box")));
  view.take({
    ...origin,
    kind: "snapshot",
    content: { ...snapshotExample, things: {}, descriptions: { box: describeGone(asThingId("box")) } },
  });
  view.take(reading("temperature", "19.0", clock.now() + 1));
  await clock.advance(1000);
  assert.doesNotMatch(now().join(), /temperature/);
  book.describe(origin.agent, "box", { v: 1, title: "Box", properties: {}, actions: {} });
  view.take(reading("temperature", "18.0"));
  await clock.advance(1000);
  assert.match(now().join(), /box\/temperature +18\.0/);
});

test("a burst is drawn at most four times a second, and a quiet table once a second for the ages", async () => {
  const { clock, drawn, view, reading } = scene();
  const before = drawn.length;
  for (let turn = 0; turn < 100; turn++) {
    view.take(reading("temperature", String(turn)));
    await clock.advance(10);
  }
  assert.ok(drawn.length - before <= 5, String(drawn.length - before));
  const quiet = drawn.length;
  await clock.advance(5000);
  assert.equal(drawn.length - quiet, 5);
  view[Symbol.dispose]();
  assert.equal(clock.waiting, 0);
});

test("what is said comes below the table and moves no cursor; what does not fit is cut and counted", async () => {
  const { clock, view, reading, now } = scene(10, 40);
  for (let place = 0; place < 12; place++) view.take(reading(`p${place}`, "1"));
  const body = "\u001b[2JDoor is open\nnow, and this goes on for much longer than the line";
  view.take({ ...origin, kind: "message", msgtype: "m.text", body, relatesTo: undefined });
  await clock.advance(1000);
  assert.ok(now().length <= 10 && now().every((line) => line.length <= 40), now().join("\n"));
  assert.ok(now().some((line) => /and \d+ more$/.test(line)));
  assert.equal(now().at(-1), "q ends");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
  assert.doesNotMatch(now().join(""), /\u001b/);
});

test("of several agents each line below the table says whose it is", async () => {
  const { clock, view, now } = scene(24, 80, () => undefined, 2);
  view.take({ ...origin, kind: "message", msgtype: "m.text", body: "Door is open.", relatesTo: undefined });
  await clock.advance(1000);
  assert.match(now().join("\n"), /^@agent:hs .*Door is open\.$/m);
});

test("bars lie between the least and the most that is shown; what does not change is a line at the bottom", () => {
  assert.equal(sparkBars([1, 2, 3, 4, 5, 6, 7, 8], 20), "▁▂▃▄▅▆▇█");
  assert.equal(sparkBars([1000, 5, 5, 5], 3), "▁▁▁");
  assert.equal(sparkBars([], 5), "");
});
