/**
 * `npm run test:kernel`: the tests of test/kernel/ in a virtual machine whose kernel has real GPIO chips, a USB serial adapter and
 * sensors, simulated by the kernel's own drivers. Files or folders as arguments choose some of them.
 */
import { existsSync, globSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { bootGuest } from "./boot-guest.ts";
import { guestScript, guestUser } from "./guest-script.ts";
import { prepareKernel } from "./prepare-kernel.ts";
import { warmCompileCache } from "./warm-compile-cache.ts";

const root = join(import.meta.dirname, "../..");
const say = (line: string): void => console.log(`kernel: ${line}`);

process.chdir(root);
process.env.PATH = `${process.env.PATH}:/usr/sbin:/sbin`;
const files = chosenFiles(process.argv.slice(2));
if (files.length === 0) {
  say("no test file fits these paths; give files of test/kernel.");
  process.exit(2);
}
const begin = performance.now();
const kernel = prepareKernel(join(root, ".cache"), say);
if (typeof kernel === "string") {
  say(kernel);
  process.exit(1);
}
const compiled = warmCompileCache(root, guestUser(root).user);
const booted = performance.now();
const script = guestScript({ root, node: process.execPath, compiled, files });
const code = await bootGuest(kernel, { as: "guest", script }, say);
const seconds = (from: number): string => ((performance.now() - from) / 1000).toFixed(1);
say(`${code === 0 ? "passed" : "FAILED"}; the virtual machine ran ${seconds(booted)} s, ${seconds(begin)} s in all.`);
process.exitCode = code;

function chosenFiles(filters: readonly string[]): string[] {
  const patterns = filters.length === 0 ? ["test/kernel"] : filters;
  const found = patterns.flatMap((pattern) => {
    const path = relative(root, pattern) || ".";
    const isFolder = existsSync(path) && statSync(path).isDirectory();
    return globSync(isFolder ? join(path, "**/*.test.ts") : path);
  });
  return [...new Set(found)].filter((file) => file.startsWith("test/kernel/")).sort();
}
