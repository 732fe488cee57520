import assert from "node:assert/strict";
import { test } from "node:test";
import type { LossContent } from "../../schemas/loss.ts";
import { snapshotExample } from "../../schemas/snapshot.ts";
import type { ThingContent } from "../../schemas/thing.ts";
import { eventJson } from "../../src/cli/event-json.ts";
import { eventLines, resultText } from "../../src/cli/event-lines.ts";
import { asRoomId, asThingId, asUserId } from "../../src/core/ids.ts";
import { describeGone } from "../../src/readings/describe-gone.ts";
import type { OperatorEvent, OperatorNews } from "../../src/wiring/operator/operator-event.ts";

const origin = { agent: asUserId("@box:x"), room: asRoomId("!r"), eventId: "$e", receivedAt: 1_780_310_400_000 };
const thing: ThingContent = {
  v: 1,
  title: "Box",
  properties: { door: { title: "Door", type: "boolean", labels: [{ value: true, label: "open" }] } },
  actions: {},
};
const lines = (news: OperatorNews) =>
  eventLines({ ...origin, ...news }, (_agent, id) => (id === "box" ? thing : undefined));
const decimal = { coefficient: 2150n, scale: 2 };
const batch: OperatorEvent = {
  ...origin,
  kind: "readings",
  epoch: 1,
  seq: 2,
  isLate: false,
  clock: "trusted",
  times: undefined,
  readings: [
    { thing: "box", name: "temperature", at: 1_780_310_400_000, quality: "ok", value: decimal, unit: "Cel" },
    { thing: "box", name: "door", at: 1_780_310_401_500, quality: "stale", value: true, unit: undefined },
    { thing: "box", name: "noise", at: 1_780_310_402_000, quality: "fault", value: undefined, unit: "dB" },
  ],
};

test("readings are lines with time, path, value with unit or label, and what is wrong with it", () => {
  assert.deepEqual(
    eventLines(batch, () => thing),
    [
      "2026-06-01T10:40:00.000Z  box/temperature  21.50 °C",
      "2026-06-01T10:40:01.500Z  box/door  open  stale",
      "2026-06-01T10:40:02.000Z  box/noise  -  fault",
    ],
  );
});

test("zeros at the end of a number are left out where its description names no digits", () => {
  const described = (decimals: object): ThingContent => ({
    ...thing,
    properties: { temperature: { title: "Temperature", type: "number", ...decimals } },
  });
  assert.match(eventLines(batch, () => described({}))[0] ?? "", /temperature {2}21\.5 °C$/);
  assert.match(eventLines(batch, () => described({ decimals: 2 }))[0] ?? "", /temperature {2}21\.50 °C$/);
});

test("where the agent did not know the time of measuring, lines for people and programs say so", () => {
  const guessed: OperatorEvent = { ...batch, isLate: true, times: "guessed" };
  assert.deepEqual(lines(guessed), [
    "2026-06-01T10:40:00.000Z  box/temperature  21.50 °C  late  time guessed",
    "2026-06-01T10:40:01.500Z  box/door  open  stale  late  time guessed",
    "2026-06-01T10:40:02.000Z  box/noise  -  fault  late  time guessed",
  ]);
  assert.match(lines({ ...batch, times: "repaired" })[0] ?? "", /°C {2}time repaired$/);
  assert.equal(JSON.parse(eventJson(guessed)).times, "guessed");
  assert.equal("times" in JSON.parse(eventJson(batch)), false);
});

test("where several agents are told of, each line says whose it is", () => {
  const [line] = eventLines(batch, () => thing, 2);
  assert.match(line ?? "", /^@box:x {2}2026-06-01T10:40:00.000Z {2}box\/temperature {2}/);
});

test("a Thing that an agent has no more is said to be gone", () => {
  const gone = lines({ kind: "thing", thing: "box", content: describeGone(asThingId("box")) });
  assert.deepEqual(gone, ["2026-06-01T10:40:00.000Z  box  is gone"]);
  const descriptions = { box: describeGone(asThingId("box")) };
  assert.deepEqual(lines({ kind: "snapshot", content: { ...snapshotExample, things: {}, descriptions } }), gone);
});

test("JSON lines hold numbers as exact decimal strings", () => {
  const { readings } = JSON.parse(eventJson(batch)) as { readings: { value?: unknown }[] };
  assert.deepEqual(
    readings.map(({ value }) => value),
    ["21.50", true, undefined],
  );
});

test("latest values, gaps and a changed identity are told", () => {
  const content = { v: 1, properties: { door: { value: true, quality: "ok" } } } as const;
  assert.deepEqual(lines({ kind: "state", thing: "box", content }), [
    "2026-06-01T10:40:00.000Z  box/door  open  latest",
  ]);
  assert.match(lines({ kind: "gap", epoch: 3, from: 4, to: 9 }).join(), /MISSING: telemetry 4 to 9 of epoch 3/);
  assert.match(lines({ kind: "identity-changed", masterKey: "new", pinned: "old" }).join(), /IDENTITY CHANGED/);
});

test("a result says how it ended and why", () => {
  assert.equal(
    resultText({ status: "done", output: true, confirmed: "property" }),
    "done, true (confirmed by property)",
  );
  assert.equal(resultText({ status: "refused", code: "expired", detail: "Too old." }), "refused: expired: Too old.");
});

test("what an agent had to give up is told line by line, with what is not known left out", () => {
  const at = origin.receivedAt;
  const losses: LossContent["losses"] = [
    { thing: "box", name: "temperature", reason: "quota", count: 52, from_at: at, to_at: at + 60_000 },
    { reason: "corrupt", count: 3 },
  ];
  assert.deepEqual(lines({ kind: "loss", content: { v: 1, epoch: 2, seq: 1, losses } }), [
    "2026-06-01T10:40:00.000Z  box/temperature  LOST: 52 readings from 2026-06-01T10:40:00.000Z to 2026-06-01T10:41:00.000Z (quota)",
    "2026-06-01T10:40:00.000Z  ?  LOST: 3 readings (corrupt)",
  ]);
});
