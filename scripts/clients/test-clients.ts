/**
 * `npm run test:clients`: a Debian of its own with a graphical Matrix client and a screen without a monitor, and the tests of
 * test/clients/, which use that client as a person does. As root, on Debian. What it looks like is kept in .cache/clients, with
 * UPDATE_SNAPSHOTS=1 in docs/clients too, when all passed.
 */
import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { prepareSystem } from "../unit-vm/prepare-system.ts";

/** The release that has the newest nheko; with it a screen, what types and clicks, what reads, and letters. */
const wanted = {
  suite: "trixie",
  packages: [
    ...["nheko", "qt6-svg-plugins", "fonts-dejavu-core", "fonts-noto-color-emoji"],
    ...["xvfb", "openbox", "dbus-daemon", "xdotool", "imagemagick", "tesseract-ocr", "tesseract-ocr-eng"],
  ],
  megabytes: 350,
};
const root = join(import.meta.dirname, "../..");
const say = (line: string): void => console.log(`clients: ${line}`);

process.chdir(root);
process.env.PATH = `${process.env.PATH}:/usr/sbin:/sbin`;
const begin = performance.now();
try {
  process.exitCode = testClients();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

function testClients(): number {
  const system = prepareSystem(join(root, ".cache"), wanted, say);
  const pictures = join(root, ".cache/clients");
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  const flags = ["--test", "--test-isolation=none", "--test-timeout=600000", "--test-reporter=spec"];
  const { status } = spawnSync(process.execPath, [...flags, ...globSync("test/clients/**/*.test.ts").sort()], {
    stdio: "inherit",
    env: { ...process.env, CLIENTS_SYSTEM: system, CLIENTS_PICTURES: pictures },
  });
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  if (status === 0 && process.env.UPDATE_SNAPSHOTS !== undefined) {
    cpSync(pictures, "docs/clients", { recursive: true });
  }
  say(`${status === 0 ? "passed" : "FAILED"} after ${seconds} s; the pictures are in ${pictures}.`);
  return status ?? 1;
}
