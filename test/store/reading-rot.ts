import assert from "node:assert/strict";
import { join } from "node:path";
import type { LogEntry, NewLogEntry, ReadingLog } from "../../src/core/store-ports.ts";
import { copyFiles, copyWithRot, type Rot } from "./rot.ts";
import { someSealed } from "./some-events.ts";
import { openLog, someChange, someReading } from "./some-readings.ts";

/** Positions of the scene: refused for good, delivered, in the event on its way, and waiting, up to the last. */
const refused = 300;
const delivered = 5000;
const sealed = 5600;
const recorded = 11_500;
export const range = { epoch: 4, seq: 21, through: sealed };

/** Of the refused ones, those of so many properties were told. */
const mostTold = 6;

const produced: readonly NewLogEntry[] = Array.from({ length: recorded }, (_, place) => produce(place + 1));

function produce(number: number): NewLogEntry {
  if (number % 50 === 0) return someChange(number);
  if (number % 71 === 0) return { ...someChange(number, "mode"), type: "string", value: `mode ${number % 7}` };
  return someReading(number, `sensor${number % 20}`);
}

/** A state directory as an agent left it: killed, with a write-ahead log, or stopped. */
export interface RotScene {
  readonly directory: string;
  /** Readings that a loss event told. */
  readonly told: number;
}

/** Fills `directory` with both: `killed` and `stopped`. */
export function layOutScenes(directory: string): readonly RotScene[] {
  const live = join(directory, "live");
  const scene = (name: string): RotScene => {
    const to = join(directory, name);
    copyFiles(live, to);
    return { directory: to, told };
  };
  let told = 0;
  let killed: RotScene;
  {
    using log = openLog(live);
    record(log, 1, refused);
    log.keepSealed(someSealed("refused"), { ...range, seq: 19, through: refused });
    log.rejected("refused");
    told = log.losses(mostTold)?.losses.reduce((sum, { count }) => sum + count, 0) ?? 0;
    log.keepSealedLoss(someSealed("loss"));
    record(log, refused + 1, 9000);
    log.keepSealed(someSealed("delivered"), { ...range, seq: 20, through: delivered });
    log.delivered("delivered", "$20");
    log.keepSealed(someSealed("on its way"), range);
    record(log, 9001, 10_000);
    log.lossTold();
    record(log, 10_001, recorded);
    killed = scene("killed");
  }
  return [killed, scene("stopped")];
}

function record(log: ReadingLog, from: number, to: number): void {
  for (const entry of produced.slice(from - 1, to)) log.append(entry);
  log.commit();
}

/** Damages a copy of the scene and lives on with it. Returns how often damage was told. Throws where the log is wrong. */
export function liveWithRot({ directory, told }: RotScene, rot: Rot, at: string): number {
  copyWithRot(directory, rot, at);
  const said: string[] = [];
  {
    using log = openLog(at, { onDamage: (detail) => said.push(detail) });
    judge(log, said);
  }
  {
    // What was found is mended: nothing is said of it again.
    using log = openLog(at);
    const kept = judge(log, said);
    log.append(produce(recorded + 1));
    log.commit();
    const newest = log.unsealed(recorded).at(-1);
    assert.ok((newest?.position ?? 0) > recorded, "a position is used again");
    assert.deepEqual(newest, { ...produce(recorded + 1), position: newest?.position });
    assert.equal(log.backlog().readings, kept + 1);
    assert.equal(drainLosses(log), lostOf(log) - told, "what is told of losses");
  }
  return said.length;
}

/** Returns how many readings wait. */
function judge(log: ReadingLog, said: readonly string[]): number {
  const waiting = log.unsealed(recorded + 10);
  const onItsWay = log.sealed();
  if (onItsWay !== undefined) assert.deepEqual(onItsWay, { event: someSealed("on its way"), range });
  const from = onItsWay === undefined ? delivered : sealed;
  let before = from;
  for (const entry of waiting) {
    assert.ok(entry.position > before, `position ${entry.position} after ${before}`);
    before = entry.position;
    assertAsProduced(entry);
  }
  for (const name of ["sensor3", "door", "mode"]) {
    const { path } = someReading(1, name);
    for (const entry of log.history(path, 0, Number.MAX_SAFE_INTEGER)) assertAsProduced(entry);
  }
  const last = log.lastSealed();
  assert.ok(last?.epoch === range.epoch && last.seq >= range.seq, `seq ${last?.seq} is used again`);
  const lost = lostOf(log);
  const { readings } = log.backlog();
  assert.equal(
    readings,
    waiting.length + (onItsWay === undefined ? 0 : sealed - delivered),
    "the backlog is miscounted",
  );
  assert.equal(delivered - refused + readings + lost, recorded, "produced = delivered + queued + lost");
  if (lost > refused || onItsWay === undefined) assert.ok(said.length > 0, "damage that nobody was told of");
  return readings;
}

function lostOf(log: ReadingLog): number {
  return Object.values(log.usage().dropped).reduce((sum, count) => sum + count, 0);
}

/** How many readings all loss events to come tell. */
function drainLosses(log: ReadingLog): number {
  let sum = 0;
  for (let batch = log.losses(5); batch !== undefined; batch = log.losses(5)) {
    assert.ok(batch.seq > 1, "a number of a loss event is used again");
    for (const { count } of batch.losses) sum += count;
    log.lossTold();
  }
  return sum;
}

function assertAsProduced(entry: LogEntry): void {
  assert.deepEqual(entry, { ...produced[entry.position - 1], position: entry.position });
}
