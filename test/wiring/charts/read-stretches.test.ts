import assert from "node:assert/strict";
import { test } from "node:test";
import type { AffordancePath } from "../../../src/core/ids.ts";
import { downsample } from "../../../src/readings/downsample.ts";
import { readStretches } from "../../../src/wiring/charts/read-stretches.ts";
import { MemoryReadingLog } from "../../fakes/memory-reading-log.ts";

const path = "box/temperature" as AffordancePath;
const span = { fromAt: 1_000_000, toAt: 1_000_000 + 86_400_000 };

function filledLog(): MemoryReadingLog {
  const log = new MemoryReadingLog();
  for (let at = span.fromAt - 50_000; at <= span.toAt + 50_000; at += 37_000) {
    const quality = at % 11 === 0 ? "fault" : "ok";
    const value = quality === "ok" ? { coefficient: BigInt(at % 977), scale: 1 } : undefined;
    log.append({ path, type: "number", unit: "Cel", scale: 1, value, quality, at });
  }
  return log;
}

/** A log that needs so long for each look, ms. */
function slow(readingLog: MemoryReadingLog, ms: (ofMs: number) => number) {
  let now = 0;
  const asked: (readonly [from: number, to: number])[] = [];
  let breaths = 0;
  return {
    asked,
    breaths: () => breaths,
    parts: {
      readingLog: {
        history: (series: AffordancePath, from: number, to: number) => {
          asked.push([from, to]);
          now += ms(to - from + 1);
          return readingLog.history(series, from, to);
        },
      },
      clock: { monotonic: () => now },
      breathe: async () => {
        breaths += 1;
      },
    },
  };
}

test("read in parts it is the same as read at once, each time once, with a breath after each part", async () => {
  const log = filledLog();
  const whole = downsample(log.history(path, span.fromAt, span.toAt), span.fromAt, span.toAt, 320);
  for (const perDay of [0, 100, 100_000]) {
    const { asked, breaths, parts } = slow(log, (ofMs) => (ofMs / 86_400_000) * perDay);
    assert.deepEqual(await readStretches(path, span, parts, new AbortController().signal), whole);
    assert.deepEqual([asked[0]?.[0], asked.at(-1)?.[1], breaths()], [span.fromAt, span.toAt, asked.length]);
    for (const [place, [from]] of asked.slice(1).entries()) assert.equal(from, (asked[place]?.[1] ?? 0) + 1);
  }
});

test("parts are as long as the log is quick", async () => {
  const quick = slow(filledLog(), () => 0);
  await readStretches(path, span, quick.parts, new AbortController().signal);
  assert.ok(quick.asked.length < 12, String(quick.asked.length));
  const tardy = slow(filledLog(), (ofMs) => (ofMs / 86_400_000) * 10_000);
  await readStretches(path, span, tardy.parts, new AbortController().signal);
  const late = tardy.asked.slice(6).map(([from, to]) => ((to - from + 1) / 86_400_000) * 10_000);
  assert.ok(Math.max(...late) <= 7, String(Math.max(...late)));
});

test("nobody waits for it any more: it ends", async () => {
  const stop = new AbortController();
  const { parts } = slow(filledLog(), () => 0);
  stop.abort();
  await assert.rejects(readStretches(path, span, parts, stop.signal), { name: "AbortError" });
});
