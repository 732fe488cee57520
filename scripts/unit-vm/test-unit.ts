/**
 * `npm run test:unit-vm`: a virtual machine of Debian with systemd and udev, in which Roomwire is installed as systemd/README.md says,
 * and the tests of test/unit-vm/, which start, kill and hang its service. As root, on x86-64 with Debian.
 */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bootGuest } from "../kernel/boot-guest.ts";
import { prepareKernel } from "../kernel/prepare-kernel.ts";
import { installSteps } from "./install-steps.ts";
import { prepareSystem } from "./prepare-system.ts";
import { systemScript } from "./system-script.ts";

/** What a server has that runs Roomwire: systemd, udev, and the library that Node is linked with. */
const wanted = { packages: ["systemd-sysv", "udev", "libstdc++6"], megabytes: 60 };
const root = join(import.meta.dirname, "../..");
const cache = join(root, ".cache");
const say = (line: string): void => console.log(`unit-vm: ${line}`);

process.chdir(root);
process.env.PATH = `${process.env.PATH}:/usr/sbin:/sbin`;
const begin = performance.now();
const seconds = (from: number): string => ((performance.now() - from) / 1000).toFixed(1);
process.exitCode = await testUnit().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  return 1;
});

async function testUnit(): Promise<number> {
  const kernel = prepareKernel(cache, say);
  if (typeof kernel === "string") throw new Error(kernel);
  const system = prepareSystem(cache, wanted, say);
  const steps = installSteps(readFileSync("systemd/README.md", "utf8"));
  const files = globSync("test/unit-vm/**/*.test.ts").sort();
  const booted = performance.now();
  const script = systemScript({ root, system, steps, files });
  const code = await bootGuest(kernel, { as: "system", script }, say);
  say(`${code === 0 ? "passed" : "FAILED"}; the virtual machine ran ${seconds(booted)} s, ${seconds(begin)} s in all.`);
  return code;
}
