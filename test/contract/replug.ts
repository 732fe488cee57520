import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import type { Sample } from "../../src/core/sample.ts";
import { serialValue } from "../../src/drivers/serial-value.ts";
import { machine } from "../../src/machine/machine.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { heldBytes } from "../fakes/held-bytes.ts";
import { until } from "../fakes/until.ts";
import type { DriverRig } from "./driver-rig.ts";

const path = affordancePath(asThingId("thing"), "property");
const rounds = 50;
/** Bytes of heap that 40 rounds may leave; a serialport object with its buffers that is not let go of is some 70 kB. */
const mostLeft = 400_000;

/** What a serial line promises of a cable that goes and comes. */
export function replugContract(name: string, make: () => Promise<DriverRig>): void {
  test(`${name} gives values again each of fifty times that it is plugged in, and leaks nothing`, async () => {
    const warnings: string[] = [];
    const warn = (warning: Error) => warnings.push(warning.message);
    process.on("warning", warn);
    const clock = new HandClock();
    const samples: Sample[] = [];
    let losses = 0;
    await using rig = await make();
    await using connection = serialValue.open(rig.connection, {
      name: "bus",
      machine: machine(clock),
      clock,
      readSecret: () => "",
      emit(sample) {
        samples.push(sample);
        if (sample.kind === "absent" && sample.fault === "connection-down") losses += 1;
      },
    });
    connection.listen({ path, type: "string", settings: rig.from ?? {} });
    let atFirst = { files: 0, timers: 0, heap: 0 };
    for (let round = 1; round <= rounds; round++) {
      await until(
        "it is up",
        () => connection.isUp,
        () => clock.advance(500),
      );
      const value = `round-${round}`;
      await until(
        "its value is here",
        () => samples.some((sample) => sample.kind === "value" && sample.wire === value),
        async () => {
          await rig.say(value);
          await clock.advance(200);
        },
      );
      samples.length = 0;
      // At the first opening the port may not have been there yet.
      if (round === 1) losses = 0;
      assert.equal(losses, round - 1, "each loss is told once");
      await rig.lose();
      await until("the loss is told", () => samples.some(({ kind }) => kind === "absent"));
      samples.length = 0;
      await rig.restore();
      if (round === 10) atFirst = { files: countFiles(), timers: clock.waiting, heap: await heldBytes() };
    }
    await until("files are closed", () => countFiles() <= atFirst.files);
    const left = (await heldBytes()) - atFirst.heap;
    assert.ok(left < mostLeft, `${left} bytes of heap are left`);
    assert.ok(clock.waiting <= atFirst.timers + 1, `${clock.waiting} timers`);
    assert.deepEqual(warnings, []);
    process.off("warning", warn);
  });
}

function countFiles(): number {
  return readdirSync("/proc/self/fd").length;
}
