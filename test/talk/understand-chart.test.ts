import assert from "node:assert/strict";
import { test } from "node:test";
import type { Thing } from "../../src/core/thing.ts";
import { talkToPeople } from "../../src/talk/talk-to-people.ts";
import { operators } from "../fakes/gate-scene.ts";
import { seededRandom } from "../fakes/seeded-random.ts";
import { someProperty, someThing } from "../fakes/some-thing.ts";
import { talkParts } from "../fakes/talk-parts.ts";

const hour = 3_600_000;

function thingOf(id: string): Thing {
  const to = { connection: "trial", as: "value", settings: {}, conversion: {}, safeValue: null };
  return someThing(id, [
    someProperty({ in: id, name: "temperature", title: "Temperature", unit: "Cel" }),
    someProperty({ in: id, name: "humidity", title: "Humidity", unit: "%RH" }),
    someProperty({ in: id, name: "state", title: "State", type: "string", decimals: 0 }),
    someProperty({ in: id, name: "pump", title: "Pump", type: "boolean", decimals: 0, to }),
    someProperty({ in: id, name: "delay", title: "Delay", type: "integer", unit: "h", decimals: 0, to }),
    someProperty({ in: id, name: `${id}_light`, title: `${id} light`, unit: "lx" }),
  ]);
}

const talk = talkToPeople(talkParts({ things: [thingOf("greenhouse"), thingOf("cellar")] }));
const [operator] = operators;

function understood(body: string) {
  assert.ok(operator !== undefined);
  return talk.understand({ body, operator, eventId: "$asked", isMentioned: false });
}

function chartOf(body: string): readonly unknown[] {
  const found = understood(body);
  assert.equal(found.kind, "chart", `${body}: ${JSON.stringify(found)}`);
  if (found.kind !== "chart") return [];
  const { properties, lengthMs, leftOut } = found.chart;
  return [properties.map(({ path }) => path).join(" "), lengthMs / hour, leftOut];
}

function bodyOf(body: string): string {
  const found = understood(body);
  assert.ok(found.kind === "answer" && found.isDoubt, `${body}: ${JSON.stringify(found)}`);
  return String(found.content.body);
}

test("a duration behind names asks for a chart of them", () => {
  assert.deepEqual(chartOf("!greenhouse/temperature 24h"), ["greenhouse/temperature", 24, 0]);
  assert.deepEqual(chartOf("/Greenhouse light 1 d 12 h"), ["greenhouse/greenhouse_light", 36, 0]);
  assert.deepEqual(chartOf("!greenhouse temperature, humidity and pump 7d"), [
    "greenhouse/temperature greenhouse/humidity greenhouse/pump",
    168,
    0,
  ]);
  assert.deepEqual(chartOf("!greenhouse temperature cellar temperature 30d"), [
    "greenhouse/temperature cellar/temperature",
    720,
    0,
  ]);
});

test("of a Thing the numbers come first, and four have a place", () => {
  assert.deepEqual(chartOf("!greenhouse 1h"), [
    "greenhouse/temperature greenhouse/humidity greenhouse/delay greenhouse/greenhouse_light",
    1,
    2,
  ]);
});

test("what could set something sets it, as without charts", () => {
  const wish = understood("!greenhouse/delay 2h");
  assert.ok(wish.kind === "wish" && wish.wish.op === "write" && wish.wish.input === "2");
  const lease = understood("!greenhouse/pump on for 2h");
  assert.ok(lease.kind === "wish" && lease.wish.lease === 2 * hour);
  assert.match(bodyOf("!greenhouse/pump onn for 2h"), /takes on or off/);
});

test("a name that fits several or is mistyped is asked back for as a whole command", () => {
  assert.match(bodyOf("!temperature 24h"), /!greenhouse\/temperature 24h\n!cellar\/temperature 24h/);
  assert.match(bodyOf("!greenhouse temperature moisture 24h"), /do not know "moisture 24h"/);
  assert.match(bodyOf("!greenhouse temperature humidty 24h"), /!greenhouse\/temperature greenhouse\/humidity 24h/);
});

test("less than an hour, more than 30 days and more than four are told as such", () => {
  for (const body of ["!greenhouse/temperature 59min", "!greenhouse/temperature 31d"]) {
    assert.match(bodyOf(body), /from 1 h to 30 d/, body);
  }
  assert.match(bodyOf("!greenhouse cellar 1h"), /at most 4/);
});

test("whatever words stand there, what comes is bounded, and never moves what is only read", () => {
  const random = seededRandom(7);
  const words = [
    "greenhouse",
    "temperature",
    "humidity",
    "and",
    "24h",
    "7",
    "d",
    "state",
    "0h",
    "999999d",
    ",",
    "1h",
    "é",
  ];
  for (let round = 0; round < 2_000; round++) {
    const length = 1 + random.below(8);
    const body = `!${Array.from({ length }, () => random.pick(words)).join(" ")}`;
    const found = understood(body);
    if (found.kind === "chart") {
      const { properties, lengthMs } = found.chart;
      assert.ok(properties.length > 0 && properties.length <= 4 && lengthMs >= hour && lengthMs <= 720 * hour, body);
    } else if (found.kind === "wish") {
      // Any text could be one for it; the gate refuses what has no output.
      assert.ok(found.wish.op === "read" || found.wish.name === "state", body);
    }
  }
});
