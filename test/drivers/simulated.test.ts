import assert from "node:assert/strict";
import { test } from "node:test";
import { formatDecimal } from "../../src/core/decimal.ts";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import type { ValueType } from "../../src/core/property.ts";
import type { Sample } from "../../src/core/sample.ts";
import { isDecimal } from "../../src/core/value.ts";
import { simulated } from "../../src/drivers/simulated.ts";
import { machine } from "../../src/machine/machine.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const path = affordancePath(asThingId("thing"), "property");

function open() {
  const clock = new HandClock();
  const samples: Sample[] = [];
  const emit = (sample: Sample) => void samples.push(sample);
  const connection = simulated.open({}, { name: "trial", machine: machine(clock), clock, readSecret: () => "", emit });
  const wires = () =>
    samples.map((sample) => {
      if (sample.kind === "absent") return sample.fault;
      return isDecimal(sample.wire) ? formatDecimal(sample.wire) : sample.wire;
    });
  return { clock, connection, wires };
}

async function draw(type: ValueType, settings: Record<string, unknown>, ms: number) {
  const { clock, connection, wires } = open();
  await using _ = connection;
  connection.listen({ path, type, settings });
  await clock.advance(ms);
  return wires();
}

test("a wave is sampled at once and then at its interval", async () => {
  const settings = { wave: "triangle", low: 10, high: "20.5", period: "4s", every: "1s" };
  assert.deepEqual(await draw("number", settings, 4000), ["10.000", "15.250", "20.500", "15.250", "10.000"]);
});

test("a wave is whole for an integer and true or false for a boolean", async () => {
  const settings = { wave: "square", low: 0, high: 1, period: "2s" };
  assert.deepEqual(await draw("integer", settings, 2000), ["1", "0", "1"]);
  assert.deepEqual(await draw("boolean", settings, 2000), [true, false, true]);
});

test("lines inside the agent are written, read back and asked anew", async () => {
  const { clock, connection, wires } = open();
  await using _ = connection;
  connection.listen({ path, type: "boolean", settings: { line: "pump" } });
  const output = connection.output({ line: "pump" }, path);
  await output.write(true, new AbortController().signal);
  connection.refresh?.(path);
  await clock.advance(0);
  assert.deepEqual(wires(), ["0", "true", "true"]);
});

test("a wave leaves no timer behind", async () => {
  const { clock, connection } = open();
  connection.listen({ path, type: "number", settings: { wave: "sine" } });
  await clock.advance(3000);
  await connection[Symbol.asyncDispose]();
  assert.equal(clock.waiting, 0);
});
