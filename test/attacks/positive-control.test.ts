import assert from "node:assert/strict";
import { test } from "node:test";
import type { WireEvent } from "../homeserver/lying/wire.ts";
import { openFiles } from "./files.ts";
import { drawAsks } from "./good-asks.ts";
import { openGround } from "./ground.ts";
import { type InProcessStage, openInProcessStage } from "./in-process-stage.ts";

/** Valid commands that are given. */
const wanted = Number(process.env.GOOD_COMMANDS ?? 3_000);
/** Of these on one set of files; what the crypto machine has seen makes it slower. */
const perPart = 250;

interface Part {
  readonly commands: readonly WireEvent[];
  readonly restarts: number;
}

/** Commands of every kind, in an order that differs each time, with restarts before, between and after them. */
async function playPart(stage: InProcessStage): Promise<Part> {
  const { random, lawful } = stage;
  const commands: WireEvent[] = [];
  let restarts = 0;
  while (commands.length < perPart) {
    const isRestart = random.below(8) === 0;
    const { events, writes, lastsMs } = await drawAsks(stage, !isRestart && random.below(2) === 0);
    if (isRestart) await stage.restart(events);
    else await stage.deliver(events);
    await stage.pass(lastsMs + 1_000);
    if (random.below(4) === 0) await stage.deliver(events);
    if (isRestart) restarts++;
    commands.push(...events);
    lawful.push(...writes);
    if (random.below(10) === 0) await stage.renewSession();
  }
  return { commands, restarts };
}

test("thousands of valid commands over restarts are carried out, each exactly once", async () => {
  const count = { commands: 0, onFiles: 0, writes: 0, restarts: 0 };
  for (let seed = 1; count.commands < wanted; seed++) {
    // Each third part: files make no rule of the gate stricter, and syncing them is what takes the time.
    using kept = seed % 3 === 1 ? openFiles() : undefined;
    using ground = await openGround();
    await using stage = await openInProcessStage(ground, seed, kept);
    const { commands, restarts } = await playPart(stage);
    const told = commands.map((event) => stage.fatesOf(event).join(" and "));
    const wrong = told.filter((fate) => fate !== "obeyed");
    assert.deepEqual(wrong, [], `seed ${seed}`);
    assert.deepEqual(stage.writes.toSorted(), stage.lawful.toSorted(), `seed ${seed}`);
    assert.deepEqual(stage.faults, []);
    count.commands += commands.length;
    if (kept !== undefined) count.onFiles += commands.length;
    count.writes += stage.writes.length;
    count.restarts += restarts;
  }
  const { commands, onFiles, restarts, writes } = count;
  console.log(
    `positive control: ${commands} valid commands over ${restarts} restarts, each exactly once, ${onFiles} of them on ` +
      `SQLite files; ${writes} writes reached the hardware`,
  );
});
