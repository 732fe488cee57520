import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import type { ReadingLog } from "../../src/core/store-ports.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { someSealed } from "./some-events.ts";
import { fill, numberOf, openLog } from "./some-readings.ts";
import { type Files, filesOf, layFiles } from "./torn-files.ts";

/** Ten readings, six of them in an event that is on its way. */
function sealSix(log: ReadingLog): void {
  fill(log, 1, 10);
  log.keepSealed(someSealed("a"), { epoch: 1, seq: 1, through: 6 });
}

/** The log as the next run finds it in these files. */
function openCopy(files: Files): ReadingLog & Disposable {
  using opened = new DisposableStack();
  const directory = join(opened.use(temporaryDirectory()).path, "copy");
  layFiles(directory, files);
  const log = opened.use(openLog(directory));
  const owned = opened.move();
  return { ...log, [Symbol.dispose]: () => owned.dispose() };
}

/** What is on the disk of the file and its log; the mark lies beside it. */
const onDisk = ({ database, log }: Files): readonly string[] => [database.toString("hex"), log.toString("hex")];

test("that an event left is true at once, and on the disk with the next change", () => {
  using directory = temporaryDirectory();
  using log = openLog(directory.path);
  sealSix(log);
  const before = filesOf(directory.path);
  log.delivered("a", "$a");
  assert.deepEqual([log.sealed(), log.backlog().readings], [undefined, 4]);
  assert.deepEqual(onDisk(filesOf(directory.path)), onDisk(before));
  fill(log, 11, 11);
  const { mark } = before;
  using cut = openCopy({ ...filesOf(directory.path), mark });
  assert.deepEqual([cut.sealed(), cut.unsealed(10).map(numberOf)], [undefined, [7, 8, 9, 10, 11]]);
});

test("where no other change comes, it is on the disk 5 s later, and when the log is closed", async () => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  {
    using log = openLog(directory.path, { clock });
    sealSix(log);
    const before = onDisk(filesOf(directory.path));
    log.delivered("a", "$a");
    await clock.advance(4999);
    assert.deepEqual(onDisk(filesOf(directory.path)), before);
    await clock.advance(1);
    const after = onDisk(filesOf(directory.path));
    assert.notDeepEqual(after, before);
    await clock.advance(60_000);
    assert.deepEqual(onDisk(filesOf(directory.path)), after, "once");
    log.keepSealed(someSealed("b"), { epoch: 1, seq: 2, through: 9 });
    log.delivered("b", "$b");
  }
  const files = filesOf(directory.path);
  using log = openCopy({ ...files, mark: Buffer.alloc(0) });
  assert.deepEqual([log.sealed(), log.unsealed(10).map(numberOf)], [undefined, [10]]);
});

test("a power cut before that sends the same event again; a death of the process alone does not", () => {
  using directory = temporaryDirectory();
  using log = openLog(directory.path);
  sealSix(log);
  const before = filesOf(directory.path);
  log.delivered("a", "$a");
  const after = filesOf(directory.path);
  {
    using cut = openCopy({ ...after, mark: before.mark });
    assert.deepEqual(cut.sealed(), { event: someSealed("a"), range: { epoch: 1, seq: 1, through: 6 } });
    assert.equal(cut.backlog().readings, 10);
    cut.delivered("a", "$a");
    assert.deepEqual([cut.backlog().readings, cut.unsealed(1).map(numberOf)], [4, [7]]);
  }
  using killed = openCopy(after);
  assert.deepEqual([killed.sealed(), killed.lastSealed()], [undefined, { epoch: 1, seq: 1 }]);
  assert.deepEqual([killed.backlog().readings, killed.unsealed(1).map(numberOf)], [4, [7]]);
});
