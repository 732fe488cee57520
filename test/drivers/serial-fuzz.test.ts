import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { faultCodes } from "../../src/core/fault-codes.ts";
import { checksumTable } from "../../src/drivers/checksums/checksum-table.ts";
import { extractFrame } from "../../src/drivers/extract-frame.ts";
import { numberForms } from "../../src/drivers/number-forms.ts";
import { fuzzRuns, leastCpuMs, longestHoldMs } from "../fakes/fuzz-runs.ts";
import { heldBytes } from "../fakes/held-bytes.ts";
import { type Cut, cutter } from "./frames/cut.ts";
import { handLine } from "./rigs/hand-line.ts";
import { serialInput } from "./serial-inputs.ts";

/** Every shape, with every checksum, at the default and at the largest bound. */
const frames: readonly Cut["frame"][] = [
  "line",
  "p1",
  "nmea",
  { fixed: 9, start: "FF" },
  { fixed: 9 },
  { until: "0D0A" },
  { until: "03", after: 2 },
  { start: "02", end: "03", after: 1 },
  { start: "AA 55", length: { at: 2, as: "u8", add: 3 } },
  { start: "FF", length: { at: 1, as: "u16be" } },
  { length: { at: 0, as: "u16le", add: -1 } },
];
const checks = Object.keys(checksumTable) as (keyof typeof checksumTable)[];

/** Every way to get a value out of a frame. */
const extracts = [
  {},
  { path: "/a/1/b" },
  { match: "T= *(?<t>-?\\d+\\.\\d+)" },
  { match: "(?<x>(a|aa)*b?)\\d+", group: "x" },
  { column: 3 },
  { column: 999, separator: ";" },
  { obis: "1-0:1.8.1" },
  { obis: "0-1:24.3.0" },
  ...[...numberForms, "bcd" as const].map((form) => ({ at: 2, form })),
  { at: 0, form: "bcd" as const, length: 8 },
  { at: 1, form: "u16be" as const, bit: 15 },
];

/** Bytes that the kernel hands over in one read of a terminal (N_TTY_BUF_SIZE). */
const mostRead = 4096;

/** Most bytes that a fuzz run may leave behind; an input has up to 65,536. */
const mostLeft = 4_000_000;

/** Bytes as they come: between two reads the loop is free. */
function asRead(bytes: Uint8Array): Uint8Array[] {
  const reads = Math.ceil(bytes.length / mostRead);
  return Array.from({ length: reads }, (_, at) => bytes.subarray(at * mostRead, (at + 1) * mostRead));
}

async function quickly(what: string, step: () => void): Promise<void> {
  const ms = await leastCpuMs(async () => step());
  assert.ok(ms < longestHoldMs, `${what} took ${ms} ms of CPU`);
}

test("frames of every shape, of any bytes: nothing is thrown or held on to, and nothing holds the loop", async () => {
  const settings = fc.record({
    frame: fc.constantFrom(...frames),
    by: fc.option(fc.constantFrom(...checks), { nil: undefined }),
    max_frame: fc.constantFrom(64, 4096, 65_536),
  });
  const before = await heldBytes();
  await fc.assert(
    fc.asyncProperty(settings, fc.array(serialInput, { maxLength: 4 }), async ({ frame, by, max_frame }, inputs) => {
      const check = typeof frame === "object" && by !== undefined ? { check: { by } } : {};
      const { scanner, told } = cutter({ frame, ...check, max_frame });
      for (const part of inputs.flatMap(asRead)) {
        await quickly(JSON.stringify({ frame, by, max_frame }), () => scanner.push(part));
      }
      for (const line of told) assert.ok(line in faultCodes || line.length <= 2 * Math.max(max_frame, 1024));
    }),
    fuzzRuns(1000),
  );
  assert.ok((await heldBytes()) - before < mostLeft);
});

test("every way to a value, of any frame: nothing is thrown, faults are known and short, and nothing holds the loop", async () => {
  const compiled = extracts.map((settings) => extractFrame(settings));
  await fc.assert(
    fc.asyncProperty(serialInput, async (bytes) => {
      const frame = { bytes, text: Buffer.from(bytes).toString() };
      for (const [at, extract] of compiled.entries()) {
        await quickly(JSON.stringify(extracts[at]), () => {
          const found = extract(frame);
          if (found.kind === "nothing") assert.ok(found.fault in faultCodes && found.detail.length < 1000);
        });
      }
    }),
    fuzzRuns(200),
  );
});

test("a whole line with listeners and a question, of any bytes: the same", async () => {
  const shape = fc.constantFrom(...frames.filter((frame) => frame === "line" || frame === "p1" || frame === "nmea"));
  await fc.assert(
    fc.asyncProperty(shape, fc.array(serialInput, { maxLength: 6 }), async (frame, inputs) => {
      const line = await handLine({ frame });
      for (const [at, extract] of extracts.slice(0, 6).entries()) line.listen(`said${at}`, extract);
      line.listen("asked", { request: "?", column: 2 });
      await line.clock.advance(0);
      for (const input of inputs) {
        for (const part of asRead(input)) {
          await quickly(JSON.stringify(frame), () => {
            line.push(part);
            line.told();
          });
        }
        await line.clock.advance(300);
      }
      await line.connection[Symbol.asyncDispose]();
      assert.equal(line.clock.waiting, 0);
    }),
    fuzzRuns(50),
  );
});
