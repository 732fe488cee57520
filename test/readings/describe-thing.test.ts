import assert from "node:assert/strict";
import { test } from "node:test";
import { snapshotSchema } from "../../schemas/snapshot.ts";
import { stateSchema } from "../../schemas/state.ts";
import { thingSchema } from "../../schemas/thing.ts";
import { compileCheck } from "../../src/checking/compile-check.ts";
import { decimalOf, parseDecimal } from "../../src/core/decimal.ts";
import { asThingId, asUserId } from "../../src/core/ids.ts";
import type { Reading } from "../../src/core/reading.ts";
import { describeGone } from "../../src/readings/describe-gone.ts";
import { describeState } from "../../src/readings/describe-state.ts";
import { describeThing } from "../../src/readings/describe-thing.ts";
import { snapshot, snapshotGroups } from "../../src/readings/snapshot.ts";
import { stateKey } from "../../src/readings/state-key.ts";
import { someAction, someProperty, someThing } from "../fakes/some-thing.ts";

const output = { connection: "trial", as: "value", settings: {}, conversion: {}, safeValue: false } as const;
const temperature = someProperty({ unit: "Cel", minimum: decimalOf(-40), maximum: parseDecimal("85.5") });
const pump = someProperty({
  name: "pump",
  type: "boolean",
  decimals: 0,
  from: undefined,
  to: output,
  critical: true,
  labels: [{ value: true, label: "running" }],
});
const mode = someProperty({ name: "mode", type: "string", decimals: 0, enum: ["auto", "heat"], private: true });
const box = someThing("box", [temperature, pump, mode], {
  title: "The box",
  actions: [someAction("close", { title: "Close" })],
});

const readings = new Map<string, Reading>([
  [
    temperature.path,
    { path: temperature.path, value: { coefficient: 215n, scale: 1 }, quality: "ok", measuredAt: 5, takenAt: 6 },
  ],
  [mode.path, { path: mode.path, value: "heat", quality: "stale", measuredAt: undefined, takenAt: 6 }],
]);
const latest = (path: string): Reading | undefined => readings.get(path);

test("a Thing is told with its properties and actions, numbers as decimal strings", () => {
  const content = describeThing(box, "encrypted");
  assert.deepEqual(content, {
    v: 1,
    title: "The box",
    properties: {
      temperature: {
        title: "temperature",
        type: "number",
        unit: "Cel",
        minimum: "-40",
        maximum: "85.5",
        decimals: 1,
        readOnly: true,
      },
      pump: {
        title: "pump",
        type: "boolean",
        labels: [{ value: true, label: "running" }],
        writeOnly: true,
        critical: true,
      },
      mode: { title: "mode", type: "string", enum: ["auto", "heat"], readOnly: true },
    },
    actions: { close: { title: "Close", idempotent: true } },
  });
});

test("a pulse is told with the time that a command may name", () => {
  const water = someAction("water", {
    work: { kind: "pulse", property: "pump", value: true, for: { default: 20_000, maximum: 120_000 } },
    idempotent: false,
  });
  const content = describeThing(someThing("box", [pump], { actions: [water] }), "encrypted");
  assert.deepEqual(content.actions, {
    water: { title: "water", input: { type: "integer", unit: "ms", default: 20_000, maximum: 120_000 } },
  });
  assert.ok(compileCheck(thingSchema)(content).ok);
});

test("an action that switches a private property shows nowhere in clear, one with an output of its own does", () => {
  const privately = someProperty({ name: "boost", type: "boolean", to: output, private: true });
  const bell = someProperty({ name: "ring", type: "boolean", from: undefined, to: output });
  const pulse = { kind: "pulse", value: true, for: { default: 1, maximum: 1 } } as const;
  const thing = someThing("box", [pump, privately], {
    actionOutputs: [bell],
    actions: [
      someAction("warm", { work: { ...pulse, property: "boost" } }),
      someAction("both", {
        work: {
          kind: "write",
          writes: [
            { property: "pump", value: true },
            { property: "boost", value: true },
          ],
        },
      }),
      someAction("water", { work: { ...pulse, property: "pump" } }),
      someAction("ring", { work: { ...pulse, property: "ring" } }),
    ],
  });
  assert.deepEqual(Object.keys(describeThing(thing, "plain").actions), ["water", "ring"]);
  assert.deepEqual(Object.keys(describeThing(thing, "encrypted").actions), ["warm", "both", "water", "ring"]);
});

test("the same Thing has the same JSON text", () => {
  assert.equal(JSON.stringify(describeThing(box, "plain")), JSON.stringify(describeThing({ ...box }, "plain")));
});

test("state holds latest values; what is not known yet is unavailable", () => {
  assert.deepEqual(describeState(box, latest, "encrypted"), {
    v: 1,
    properties: {
      temperature: { value: "21.5", unit: "Cel", quality: "ok", measured_at: 5 },
      pump: { quality: "unavailable" },
      mode: { value: "heat", quality: "stale" },
    },
  });
});

test("every content fits its schema", () => {
  const standing = {
    at: 9,
    epoch: 2,
    version: "0.1.0",
    clock: "trusted",
    readingsWaiting: 0,
    oldestWaitingAt: undefined,
    postsWaiting: 0,
  } as const;
  const scope = { things: [box], gone: [], audience: "encrypted" } as const;
  assert.ok(compileCheck(thingSchema)(describeThing(box, "encrypted")).ok);
  assert.ok(compileCheck(stateSchema)(describeState(box, latest, "encrypted")).ok);
  assert.ok(compileCheck(snapshotSchema)(snapshot(scope, latest, standing)).ok);
});

test("a private property shows nowhere in clear", () => {
  const standing = {
    at: 9,
    epoch: 2,
    version: "0.1.0",
    clock: "trusted",
    readingsWaiting: 0,
    oldestWaitingAt: undefined,
    postsWaiting: 0,
  } as const;
  const scope = { things: [box], gone: [], audience: "plain" } as const;
  const contents = [
    describeThing(box, "plain"),
    describeState(box, latest, "plain"),
    snapshot(scope, latest, standing),
  ];
  for (const content of contents) assert.ok(!JSON.stringify(content).includes("mode"));
});

test("a snapshot holds the values of its Things, what waits, and descriptions where asked", () => {
  const standing = {
    at: 9,
    epoch: 2,
    version: "0.1.0",
    clock: "untrusted",
    readingsWaiting: 3,
    oldestWaitingAt: 4,
    postsWaiting: 1,
  } as const;
  const scope = { things: [box], gone: [], audience: "encrypted" } as const;
  assert.deepEqual(snapshot(scope, latest, standing), {
    v: 1,
    at: 9,
    epoch: 2,
    version: "0.1.0",
    clock: "untrusted",
    buffer: { readings: 3, oldest_at: 4, posts: 1 },
    things: { box: describeState(box, latest, "encrypted").properties },
    descriptions: { box: describeThing(box, "encrypted") },
  });
  const gone = snapshot({ ...scope, gone: [asThingId("lamp")] }, latest, standing);
  assert.deepEqual(gone.descriptions?.lamp, describeGone(asThingId("lamp")));
});

test("many Things are split into snapshots that fit an event, none left out", () => {
  const things = Array.from({ length: 30 }, (_, index) =>
    someThing(
      `t${index}`,
      Array.from({ length: 9 }, (__, n) => someProperty({ name: `p${n}`, in: `t${index}` })),
    ),
  );
  const groups = snapshotGroups(things);
  assert.deepEqual(groups.flat(), things);
  assert.deepEqual(
    groups.map((group) => group.length),
    [8, 8, 8, 6],
  );
});

test("the state key names agent and Thing", () => {
  assert.equal(stateKey(asUserId("@greenhouse:example.org"), asThingId("bath")), "greenhouse:example.org/bath");
});

test("digits that the configuration does not name are not described, so that nobody shows zeros for them", () => {
  const free = someProperty({ decimals: 3, hasDecimals: false });
  const { properties } = describeThing({ ...box, properties: [free] }, "encrypted");
  assert.equal(properties.temperature?.decimals, undefined);
});
