import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { canWriteStores } from "../../src/store/can-write-stores.ts";
import { openControlFile } from "../../src/store/control-file.ts";
import { openCryptoFile } from "../../src/store/crypto-file.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { mountedImage } from "../fakes/mounted-image.ts";

function scene() {
  const image = mountedImage(16);
  const directory = join(image.at, "state");
  const control = openControlFile(directory, new HandClock());
  openCryptoFile(directory)[Symbol.dispose]();
  return { image, directory, control, look: () => canWriteStores(directory, control) };
}

test("stores can be written when both files take a write, and control.db goes on in the same connection", () => {
  const { image, control, look } = scene();
  using _image = image;
  using _control = control;
  assert.equal(look(), true);
  for (let time = 0; time < 2; time++) {
    image.refuse();
    assert.throws(() => control.setFact("busy", "no"), { code: "store-unwritable" });
    assert.equal(look(), false);
    image.take();
    assert.equal(look(), true);
    control.setFact("busy", String(time));
    assert.equal(control.fact("busy"), String(time));
  }
});

test("crypto.db alone may be what cannot be written", () => {
  const { image, directory, control, look } = scene();
  using _image = image;
  using _control = control;
  const flag = (sign: string) => spawnSync("chattr", [`${sign}i`, join(directory, "crypto.db")]);
  flag("+");
  assert.equal(look(), false);
  flag("-");
  assert.equal(look(), true);
});

test("where the disk has gone away no new store is begun in its place", () => {
  const { image, directory, control, look } = scene();
  using _image = image;
  using _control = control;
  renameSync(directory, join(image.at, "gone"));
  assert.equal(look(), false);
  assert.equal(existsSync(directory), false);
});

test("a directory that takes files while the open control.db takes nothing must be opened anew", () => {
  const { image, directory, control, look } = scene();
  using _image = image;
  using _control = control;
  const flag = (sign: string) => spawnSync("chattr", [`${sign}i`, join(directory, "control.db-wal")]);
  flag("+");
  assert.throws(look, { code: "store-unwritable", message: /must be opened anew/ });
  flag("-");
});

test("a file system that the kernel made read-only takes nothing", () => {
  const { image, control, look } = scene();
  using _image = image;
  using _control = control;
  image.breakDown();
  assert.equal(look(), false);
  assert.throws(() => control.setFact("busy", "no"), { code: "store-unwritable" });
  assert.equal(control.fact("busy"), undefined);
});
