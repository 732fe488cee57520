import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { faultCodes } from "../../src/core/fault-codes.ts";
import { compileExtract } from "../../src/drivers/extract.ts";
import { fuzzRuns, leastCpuMs, longestHoldMs } from "../fakes/fuzz-runs.ts";
import { heldBytes } from "../fakes/held-bytes.ts";

/** Every way to a value in a payload of MQTT. */
const ways = [
  {},
  { path: "" },
  { path: "/a/0/b" },
  { path: "/__proto__/constructor" },
  { path: `/${"a/".repeat(60)}b` },
  { match: "T= *(?<t>-?\\d+\\.\\d+)" },
  { match: "(?<x>(a|aa)*b?)\\d+", group: "x" },
  { match: "(.*)*x" },
];

const piece = fc.constantFrom(
  "{",
  "}",
  "[",
  "]",
  '"a":',
  '"b":',
  ",",
  "0",
  "1e999",
  "-0.10",
  "null",
  "true",
  '"\\u00',
  "a",
  "aa",
);
const payload = fc.oneof(
  fc.json({ maxDepth: 6 }),
  fc.string({ unit: "binary", maxLength: 4000 }),
  fc.array(piece, { maxLength: 400 }).map((pieces) => pieces.join("")),
  // One piece over and over: deep, long, or both.
  fc.tuple(piece, fc.integer({ min: 1, max: 20_000 })).map(([text, count]) => text.repeat(count)),
);

/** Most bytes that the run may leave behind. */
const mostLeft = 4_000_000;

test("whatever is published: nothing is thrown or held on to, faults are known and short, and nothing holds the loop", async () => {
  const compiled = ways.map((way) => compileExtract(way));
  const before = await heldBytes();
  await fc.assert(
    fc.asyncProperty(payload, async (text) => {
      for (const [at, extract] of compiled.entries()) {
        const ms = await leastCpuMs(async () => {
          const found = extract(text);
          if (found.kind === "nothing") assert.ok(found.fault in faultCodes && found.detail.length < 1000);
        });
        assert.ok(ms < longestHoldMs, `${JSON.stringify(ways[at])} took ${ms} ms of CPU for ${text.length} characters`);
      }
    }),
    fuzzRuns(300),
  );
  assert.ok((await heldBytes()) - before < mostLeft);
});
