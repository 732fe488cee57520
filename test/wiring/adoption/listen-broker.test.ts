import assert from "node:assert/strict";
import { test } from "node:test";
import { listenBroker } from "../../../src/wiring/adoption/listen-broker.ts";
import { HandClock } from "../../fakes/hand-clock.ts";
import { HeldBroker } from "../../fakes/held-broker.ts";

type Said = readonly (readonly [topic: string, text: string])[];

/** What is kept of a broker that says all this at once. */
async function heardOf(said: Said) {
  const machine = new HeldBroker();
  machine.isThere = true;
  machine.held = said;
  const clock = new HandClock();
  const hearing = listenBroker({ url: "mqtt://localhost" }, ["#"], 0, { machine, clock });
  await clock.advance(0);
  await clock.advance(2_000);
  const heard = await hearing;
  assert.ok(heard.ok);
  const { messages, passedOver } = heard;
  const characters = [...messages].reduce((sum, [topic, text]) => sum + topic.length + text.length, 0);
  return { messages, passedOver, characters };
}

const most = 16 * 2 ** 20;
const large = "x".repeat(2 ** 20);
const topics = Array.from({ length: 20 }, (_, at) => `topic/${at}`);

test("of each topic the last word counts", async () => {
  const { messages, passedOver } = await heardOf([
    ["a", "one"],
    ["a", "two"],
  ]);
  assert.deepEqual([[...messages], passedOver], [[["a", "two"]], 0]);
});

test("what a broker holds never takes more than 16 Mi characters, also where a topic says more the second time", async () => {
  const small = topics.map((topic) => [topic, "{}"] as const);
  const grown = topics.map((topic) => [topic, large] as const);
  const { passedOver, characters } = await heardOf([...small, ...grown]);
  assert.ok(characters <= most, `${characters} are kept`);
  assert.equal(passedOver, 5);
});

test("long topics take their part of it", async () => {
  const said = Array.from({ length: 300 }, (_, at) => [`${at}/${"t".repeat(65_000)}`, ""] as const);
  const { passedOver, characters } = await heardOf(said);
  assert.ok(characters <= most, `${characters} are kept`);
  assert.ok(passedOver > 0);
});
