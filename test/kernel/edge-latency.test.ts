import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { quantile } from "../../bench/quantile.ts";
import { writeConfiguration } from "../agent/agent-process.ts";
import { type ChildLines, runChild } from "../fakes/child-lines.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { simChip } from "./sim-chip.ts";

const pi = simChip("pi");
const lines = { floor: 17, pipeline: 18 } as const;
/** Of each; the first ones, which meet code that was never run, are not counted. */
const edges = 1050;
const uncounted = 50;
/** How many times the floor's may be ours. */
const gates = { p50: 2.5, p99: 3 } as const;
const shares = { p50: 0.5, p99: 0.99 } as const;
/** The least ratio of each counts: what else the machine does can only add to it. */
const tries = 6;

type Measured = Readonly<Record<keyof typeof lines, readonly number[]>>;

/** One edge after the other, to the two programs in turn: both meet the same noise. ms of each. */
async function measure(programs: Readonly<Record<keyof typeof lines, ChildLines>>): Promise<Measured> {
  const took = { floor: [] as number[], pipeline: [] as number[] };
  const name = ["floor", "pipeline"] as const;
  for (let edge = 0; edge < 2 * edges; edge++) {
    const who = name[edge % 2] ?? "floor";
    const { lines: said, reached } = programs[who];
    const wanted = said.length + 1;
    const at = process.hrtime.bigint();
    pi.drive(lines[who], Math.floor(edge / 2) % 2 === 0);
    await reached(wanted);
    if (edge >= 2 * uncounted) took[who].push(Number(BigInt(said[wanted - 1] ?? 0) - at) / 1e6);
    await sleep(5);
  }
  return took;
}

test("an edge becomes a reading within 2.5 times what a program takes that only polls the line, p99 within three times", async () => {
  using directory = temporaryDirectory();
  const door = { type: "boolean", from: { connection: "header", line: "GPIO18", pull: "down" } };
  const configuration = writeConfiguration(directory.path, {
    homeserver: "http://127.0.0.1:1",
    user: "@agent:hs",
    connections: { header: { type: "gpio" } },
    things: { garden: { properties: { door } } },
    // As it is where nothing is said; other tests write to the disk more often.
    more: { storage: { durability: "1s" } },
  });
  const at = (program: string): string => join(import.meta.dirname, program);
  const floor = runChild(at("edge-floor.ts"), pi.label, String(lines.floor));
  const pipeline = runChild(at("edge-pipeline.ts"), configuration);
  try {
    await Promise.all([floor.reached(1), pipeline.reached(1)]);
    const least = { p50: Number.POSITIVE_INFINITY, p99: Number.POSITIVE_INFINITY };
    const names = ["p50", "p99"] as const;
    const isOver = (name: "p50" | "p99"): boolean => least[name] > gates[name];
    for (let round = 1; round <= tries && names.some(isOver); round++) {
      const took = await measure({ floor, pipeline });
      for (const name of names) {
        const [ours, theirs] = [quantile(took.pipeline, shares[name]), quantile(took.floor, shares[name])];
        least[name] = Math.min(least[name], ours / theirs);
        const told = `${ours.toFixed(2)} ms, floor ${theirs.toFixed(2)} ms, ratio ${(ours / theirs).toFixed(2)}`;
        console.log(`edge to reading, ${name} of ${edges - uncounted}, try ${round} of at most ${tries}: ${told}`);
      }
    }
    for (const name of names) assert.ok(!isOver(name), `${name} is ${least[name].toFixed(2)} times the floor's`);
  } finally {
    await Promise.all([floor.kill(), pipeline.kill()]);
  }
});
