import assert from "node:assert/strict";
import { test } from "node:test";
import type { AffordancePath } from "../../../src/core/ids.ts";
import { downsample } from "../../../src/readings/downsample.ts";
import { readStretches } from "../../../src/wiring/charts/read-stretches.ts";
import { MemoryReadingLog } from "../../fakes/memory-reading-log.ts";

const path = "box/temperature" as AffordancePath;
const dayMs = 86_400_000;
const span = { fromAt: 1_000_000, toAt: 1_000_000 + dayMs };

function filledLog(): MemoryReadingLog {
  const log = new MemoryReadingLog();
  for (let at = span.fromAt - 50_000; at <= span.toAt + 50_000; at += 37_000) {
    const quality = at % 11 === 0 ? "fault" : "ok";
    const value = quality === "ok" ? { coefficient: BigInt(at % 977), scale: 1 } : undefined;
    log.append({ path, type: "number", unit: "Cel", scale: 1, value, quality, at });
  }
  return log;
}

/** A log in which so much is to be passed between two times, and what was read of it at once. */
function weighed(weight: (from: number, to: number) => number, readingLog = filledLog()) {
  const asked: (readonly [from: number, to: number])[] = [];
  let breaths = 0;
  return {
    asked,
    breaths: () => breaths,
    weights: () => asked.map(([from, to]) => weight(from, to)),
    parts: {
      readingLog: {
        history: (series: AffordancePath, from: number, to: number) => {
          asked.push([from, to]);
          return readingLog.history(series, from, to);
        },
        weight,
      },
      breathe: async () => {
        breaths += 1;
      },
    },
  };
}

const evenly = (perDay: number) => (from: number, to: number) => ((to - from + 1) / dayMs) * perDay;

test("read in parts it is the same as read at once, each time once, with a breath after each part", async () => {
  const log = filledLog();
  const whole = downsample(log.history(path, span.fromAt, span.toAt), span.fromAt, span.toAt, 320);
  for (const perDay of [0, 100_000, 10_000_000]) {
    const { asked, breaths, parts } = weighed(evenly(perDay), log);
    assert.deepEqual(await readStretches(path, span, parts, new AbortController().signal), whole);
    assert.deepEqual([asked[0]?.[0], asked.at(-1)?.[1], breaths()], [span.fromAt, span.toAt, asked.length]);
    for (const [place, [from]] of asked.slice(1).entries()) assert.equal(from, (asked[place]?.[1] ?? 0) + 1);
  }
});

test("parts are as long as there is little in them, and none weighs much, also where all lies at the end", async () => {
  const empty = weighed(() => 0);
  await readStretches(path, span, empty.parts, new AbortController().signal);
  assert.ok(empty.asked.length < 12, String(empty.asked.length));
  const lately = span.toAt - dayMs / 50;
  const late = weighed((from, to) => Math.max(0, to - Math.max(from, lately)) / 10);
  await readStretches(path, span, late.parts, new AbortController().signal);
  assert.ok(Math.max(...late.weights()) <= 16_384, String(Math.max(...late.weights())));
  assert.ok(late.asked.length < 60, String(late.asked.length));
});

test("what weighs much in however short a time is read all the same, in no more than 20,000 parts", async () => {
  const heavy = weighed(() => 1_000_000);
  await readStretches(path, span, heavy.parts, new AbortController().signal);
  assert.ok(heavy.asked.length <= 20_000 && heavy.asked.length > 1_000, String(heavy.asked.length));
});

test("nobody waits for it any more: it ends", async () => {
  const stop = new AbortController();
  const { parts } = weighed(() => 0);
  stop.abort();
  await assert.rejects(readStretches(path, span, parts, stop.signal), { name: "AbortError" });
});
