import assert from "node:assert/strict";
import { test } from "node:test";
import { outputsOf } from "../../src/core/thing.ts";
import { inputsOnly } from "../../src/wiring/inputs-only.ts";
import { good, readText } from "../config/read-text.ts";

const configuration = good(
  readText(`matrix: { homeserver: "https://hs", user: "@agent:hs" }
connections: { bus: { type: wire, port: 1 }, far: { type: wire, port: 2 }, idle: { type: wire, port: 3 } }
things:
  pump:
    connection: bus
    available: { line: up, connection: far }
    properties:
      on: { type: boolean, from: { line: a }, to: { line: a, safe_value: false }, limits: { max_on: 5m }, read_back: { within: 5s } }
      horn: { type: boolean, to: { line: b, safe_value: false }, limits: { max_on: 5m } }
    actions: { kick: { to: { line: c, pulse: 1s, safe_value: false } } }
  barn:
    properties:
      near: { type: number, from: { connection: bus, line: d } }
      away: { type: number, from: { connection: idle, line: e } }
`),
);

test("of a configuration that only listens no output is left, neither of a property nor of an action", () => {
  const [pump] = configuration.things;
  assert.equal(outputsOf(configuration.things).length, 3);
  const { things } = inputsOnly(configuration, pump?.properties.filter(({ from }) => from !== undefined) ?? []);
  assert.deepEqual(outputsOf(things), []);
  assert.deepEqual(
    things.flatMap(({ actions }) => actions),
    [],
  );
});

test("what hangs on the connections of what was chosen is listened to, and no other", () => {
  const [pump] = configuration.things;
  const { things } = inputsOnly(configuration, pump?.properties.slice(0, 1) ?? []);
  assert.deepEqual(
    things.flatMap(({ properties }) => properties.map(({ path }) => path)),
    ["pump/on", "barn/near"],
  );
  assert.equal(things[0]?.available?.connection, "far");
});
