import { affordancePath, asThingId } from "../../src/core/ids.ts";
import type { Sample } from "../../src/core/sample.ts";
import type { ConnectionContext, Driver } from "../../src/drivers/define-driver.ts";
import { wireText } from "../../src/drivers/wire-text.ts";
import { machine } from "../../src/machine/machine.ts";
import { fakeGpio } from "../fakes/fake-gpio.ts";
import { HandClock } from "../fakes/hand-clock.ts";

/** A driver that reads line 0 of a chip in memory; both go by the hand-moved clock. */
export function gpioBench(driver: Driver, from: object, memory?: NonNullable<ConnectionContext["memory"]>) {
  const clock = new HandClock();
  const start = clock.now();
  const kernel = fakeGpio({ box: ["in"] }, clock);
  const chip = kernel.chip("box");
  const samples: Sample[] = [];
  const open = () => {
    const connection = driver.open(
      { chip: "box" },
      {
        name: "bus",
        machine: machine(clock, () => kernel),
        clock,
        readSecret: () => "",
        emit: (sample) => void samples.push(sample),
        ...(memory && { memory }),
      },
    );
    connection.listen({
      path: affordancePath(asThingId("thing"), "property"),
      type: "string",
      settings: { line: "in", ...from },
    });
    return connection;
  };
  return {
    clock,
    chip,
    open,
    drive: (level: boolean) => chip.drive(0, level),
    /** On for so many ms, then off for so many. */
    async pulse(on: number, off = 0) {
      chip.drive(0, true);
      await clock.advance(on);
      chip.drive(0, false);
      await clock.advance(off);
    },
    /** What was told since the last look: the value and the ms since the start at which it was measured, or the fault. */
    told: () =>
      samples.splice(0).map((sample) => {
        if (sample.kind === "absent") return sample.fault;
        return `${wireText(sample.wire)} at ${(sample.measuredAt ?? Number.NaN) - start}`;
      }),
  };
}
