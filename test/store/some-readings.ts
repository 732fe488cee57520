import assert from "node:assert/strict";
import type { BootTimes } from "../../src/core/boot-times.ts";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import type { NewLogEntry, ReadingLog } from "../../src/core/store-ports.ts";
import { openReadingFile, type ReadingFileOptions } from "../../src/store/reading-file.ts";
import { HandClock } from "../fakes/hand-clock.ts";

export const startAt = 1_767_225_600_000;

/** A reading log on a real file; whatever goes wrong and is not expected fails the test. */
export function openLog(
  directory: string,
  options: Partial<ReadingFileOptions> = {},
): ReadingLog & BootTimes & Disposable {
  return openReadingFile(directory, {
    durabilityMs: 1000,
    keep: { size: 64 * 2 ** 20, age: 400 * 86_400_000 },
    clock: new HandClock(),
    onFault: ({ detail }) => assert.fail(detail),
    onDamage: (detail) => assert.fail(detail),
    ...options,
  });
}

/** The n-th reading of a test, a second after the one before; its value is n. */
export function someReading(number: number, name = "temperature"): NewLogEntry {
  return {
    path: affordancePath(asThingId("greenhouse"), name),
    type: "number",
    unit: "Cel",
    scale: 1,
    value: { coefficient: BigInt(number), scale: 1 },
    quality: "ok",
    at: startAt + number * 1000,
  };
}

/** The same as a door that opens and closes. */
export function someChange(number: number, name = "door"): NewLogEntry {
  return { ...someReading(number, name), type: "boolean", unit: undefined, scale: 0, value: number % 2 === 0 };
}

export function fill(log: Pick<ReadingLog, "append" | "commit">, from: number, to: number): void {
  for (let number = from; number <= to; number++) log.append(someReading(number));
  log.commit();
}

/** The number that a reading of these tests stands for. */
export function numberOf({ value, at }: Pick<NewLogEntry, "value" | "at">): number {
  return typeof value === "object" ? Number(value.coefficient) : (at - startAt) / 1000;
}
