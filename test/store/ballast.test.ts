import assert from "node:assert/strict";
import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ballastBytes, openBallast } from "../../src/store/ballast.ts";
import { openControlFile } from "../../src/store/control-file.ts";
import { openCryptoFile } from "../../src/store/crypto-file.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { mountedImage } from "../fakes/mounted-image.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { someEvent } from "./some-events.ts";
import { fill, openLog, someReading } from "./some-readings.ts";

/** With what it told, in order. */
function toldBallast(directory: string, clock = new HandClock()) {
  const told: string[] = [];
  const ballast = openBallast(directory, {
    clock,
    onGivenUp: () => told.push("given up"),
    onBack: () => told.push("back"),
  });
  return { ...ballast, clock, told };
}

test("the room is a file of its size that stays from run to run, and is made again when it is not whole", () => {
  using directory = temporaryDirectory();
  const file = join(directory.path, "ballast");
  {
    using ballast = toldBallast(directory.path);
    assert.equal(ballast.isKept(), true);
    assert.equal(statSync(file).size, ballastBytes);
    assert.equal(statSync(file).mode & 0o777, 0o600);
  }
  const { ino, mtimeMs } = statSync(file);
  {
    using _ = toldBallast(directory.path);
    assert.deepEqual([statSync(file).ino, statSync(file).mtimeMs], [ino, mtimeMs]);
  }
  rmSync(file);
  using again = toldBallast(directory.path);
  assert.equal(statSync(file).size, ballastBytes);
  assert.deepEqual(again.told, []);
  assert.equal(again.clock.waiting, 0);
});

test("room is given up once, and taken again as soon as the disk has it", async () => {
  using directory = temporaryDirectory();
  using ballast = toldBallast(directory.path);
  assert.equal(ballast.giveUpRoom(), true);
  assert.equal(ballast.giveUpRoom(), false);
  assert.equal(ballast.isKept(), false);
  await ballast.clock.advance(5_000);
  assert.equal(ballast.isKept(), true);
  assert.deepEqual(ballast.told, ["given up", "back"]);
  assert.equal(ballast.clock.waiting, 0);
});

test("on a full disk commands and keys are written on, readings wait in memory, and all goes on within 10 s of room", async () => {
  using image = mountedImage(32);
  using ballast = toldBallast(image.at);
  const { clock } = ballast;
  using control = openControlFile(image.at, clock, ballast);
  using keys = openCryptoFile(image.at, ballast);
  const faults: string[] = [];
  using log = openLog(image.at, {
    clock,
    mayTakeRoom: ballast.isKept,
    onFault: ({ detail }) => faults.push(detail),
    onBack: () => faults.push("back"),
  });
  fill(log, 1, 10);

  image.fill();
  for (let number = 1; number <= 2_000; number++) {
    control.keep([someEvent(number)], `token${number}`);
    control.setFact("busy", String(number));
    keys.apply([{ kind: "put", database: "keys", store: "sessions", key: "one", value: "x".repeat(number) }]);
    if (number % 100 === 0) log.append(someReading(10 + number / 100));
  }
  log.commit();
  assert.deepEqual(ballast.told, ["given up"]);
  assert.equal(control.token(), "token2000");
  assert.equal(faults.length, 1);
  assert.match(faults[0] ?? "", /The disk is full/);
  assert.equal(log.usage().inMemory, 20);

  image.free();
  await clock.advance(10_000);
  assert.deepEqual(ballast.told, ["given up", "back"]);
  assert.equal(faults.at(-1), "back");
  assert.deepEqual(
    log.unsealed(100).map(({ position }) => position),
    Array.from({ length: 30 }, (_, index) => index + 1),
  );
  assert.equal(ballast.isKept(), true);
});

test("a disk that is full from the start keeps nothing from starting, and readings leave its last room to commands", async () => {
  using image = mountedImage(16);
  {
    using _ = openControlFile(image.at, new HandClock());
    using log = openLog(image.at);
    fill(log, 1, 3);
  }
  image.fill();
  using ballast = toldBallast(image.at);
  assert.deepEqual(ballast.told, ["given up"]);
  using log = openLog(image.at, { clock: ballast.clock, mayTakeRoom: ballast.isKept, onFault: () => undefined });
  fill(log, 4, 6);
  assert.equal(log.unsealed(10).length, 3);
  image.free();
  await ballast.clock.advance(10_000);
  assert.equal(log.unsealed(10).length, 6);
});
