import assert from "node:assert/strict";
import { test } from "node:test";
import { asUserId } from "../../src/core/ids.ts";
import { agent, type GateScene, gateScene, text } from "../fakes/gate-scene.ts";

const cellar = asUserId("@cellar:example.org");
const mention = { "m.mentions": { user_ids: [agent] } };

function scene(): GateScene {
  const gate = gateScene();
  gate.agents = [agent, cellar];
  return gate;
}

const unnamed: readonly string[] = ["!pump on", "!pump off", "!rest", "!stop release", "!water"];
for (const body of unnamed) {
  test(`among several agents "${body}" is nobody's: counted, and nothing is said`, async () => {
    await using gate = scene();
    await gate.receive(text(body));
    assert.deepEqual(
      gate.refusals.map(({ code }) => code),
      ["not-addressed"],
    );
    assert.deepEqual([gate.carried, gate.posted()], [[], []]);
  });
}

const named: readonly (readonly [string, object?])[] = [
  ["!pump on", mention],
  ["Greenhouse Pi pump on", mention],
  ["Greenhouse Pi: pump on"],
  ["greenhouse: pump on"],
  ["@greenhouse:example.org pump on"],
  ["!greenhouse/greenhouse/pump on"],
  ["!Greenhouse-Pi/pump on"],
  ["!greenhousepi/greenhouse pump on"],
  ["/greenhouse pi/pump on"],
];
for (const [body, more] of named) {
  test(`"${body}"${more === undefined ? "" : " with a mention"} names this agent`, async () => {
    await using gate = scene();
    await gate.receive(text(body, more));
    assert.deepEqual(
      gate.carried.map(({ name }) => name),
      ["pump"],
    );
  });
}

const others: readonly (readonly [string, object?])[] = [
  ["cellar: pump on"],
  ["!cellar/pump on"],
  ["!greenhouse/pump on"],
  ["!pump on", { "m.mentions": { user_ids: [cellar] } }],
  ["!pump on", { "m.mentions": { user_ids: "@greenhouse:example.org" } }],
  ["!pump on", { "m.mentions": null }],
];
for (const [body, more] of others) {
  test(`"${body}" with ${JSON.stringify(more ?? {})} does not name this agent`, async () => {
    await using gate = scene();
    await gate.receive(text(body, more));
    assert.deepEqual([gate.carried, gate.posted()], [[], []]);
  });
}

test("reading, stopping, and what every agent can answer needs no name", async () => {
  await using gate = scene();
  await gate.receive(text("!temperature"));
  await gate.receive(text("!stop"));
  assert.deepEqual(
    gate.carried.map(({ name }) => name),
    ["temperature", "stop"],
  );
  const before = gate.posted().length;
  await gate.receive(text("!status"));
  assert.equal(gate.posted().length, before + 1);
});

test("what is not understood is asked about only by the agent that is named", async () => {
  await using gate = scene();
  await gate.receive(text("!garage open"));
  assert.deepEqual(gate.posted(), []);
  await gate.receive(text("!garage open", mention));
  assert.match(String(gate.posted()[0]?.content.body), /^I do not know "garage open"/);
});

test("a code needs no name; wrong bare digits may be for another agent, so they cost a try and no word", async () => {
  await using gate = scene();
  await gate.receive(text("!vent on", mention));
  const code = String(gate.posted()[0]?.content.body).slice(5, 9);
  await gate.receive(text(code === "0000" ? "0001" : "0000"));
  assert.equal(gate.posted().length, 1);
  await gate.receive(text(code));
  assert.equal(gate.carried.length, 1);
});

test("a command event names its agent in itself", async () => {
  await using gate = scene();
  await gate.receive();
  assert.equal(gate.carried.length, 1);
});
