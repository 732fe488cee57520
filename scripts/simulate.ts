import { parseArgs } from "node:util";
import { replayCommand, simulate } from "../test/simulation/simulate.ts";
import { sumCounts } from "../test/simulation/sum-counts.ts";

const everySeeds = 500;

/** Whoever reads no more is no fault. */
const say = (line: string): void => console.log(line);

/** `--seeds N` plays N seeds from 1, or from `--from`; `--seed N` plays that one and tells all that was wrong with it. */
async function simulateSeeds(): Promise<number> {
  const number = { type: "string" } as const;
  const { values } = parseArgs({ options: { seeds: number, from: number, seed: number } });
  const isOne = values.seed !== undefined;
  const [from, count] = isOne ? [Number(values.seed), 1] : [Number(values.from ?? 1), Number(values.seeds ?? 1000)];
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(count) || count < 1) {
    say("Usage: npm run simulate -- --seeds 10000 [--from 1] | --seed 7");
    return 2;
  }
  const begin = performance.now();
  let done = 0;
  const runs = await simulate({
    from,
    count,
    onRun: ({ seed, hash, faults }) => {
      done += 1;
      if (isOne) say(`seed ${seed}: trace ${hash}`);
      for (const fault of isOne ? faults : faults.slice(0, 1)) say(`seed ${seed}: ${fault}`);
      if (faults.length > 0) say(`  again with: ${replayCommand(seed)}`);
      if (done % everySeeds === 0) say(`${done} of ${count} seeds`);
    },
  });
  const failed = runs.filter(({ faults }) => faults.length > 0).length;
  for (const [what, times] of sumCounts(runs)) say(`${String(times).padStart(9)} ${what}`);
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  say(`${count} seeds in ${seconds} s, ${failed === 0 ? "nothing wrong" : `${failed} of them wrong`}`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await simulateSeeds();
