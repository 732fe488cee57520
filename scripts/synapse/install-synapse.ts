import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findPython, type Python } from "./find-python.ts";
import { holdLock } from "./hold-lock.ts";

export type Progress = (line: string) => void;

const root = join(import.meta.dirname, "../..");
const requirements = join(import.meta.dirname, "requirements.txt");

/**
 * A Synapse in a virtual environment under .cache/, made once per Python and set of pins. Resolves to its Python.
 * Rejects with one line that says what is missing and how to mend it.
 */
export async function installSynapse(progress: Progress): Promise<string> {
  const python = findPython();
  const hash = createHash("sha256").update(readFileSync(requirements)).update(python.tag).digest("hex").slice(0, 12);
  const home = join(root, `.cache/synapse-${hash}`);
  const stamp = join(home, "installed");
  if (existsSync(stamp)) return join(home, "bin/python");
  mkdirSync(join(root, ".cache"), { recursive: true });
  using _lock = await holdLock(`${home}.lock`, () => progress("waiting for another process that installs Synapse ..."));
  if (existsSync(stamp)) return join(home, "bin/python");
  const begin = performance.now();
  rmSync(home, { recursive: true, force: true });
  if (works("uv", ["--version"])) await installWithUv(python, home, progress);
  else await installWithPip(python, home, progress);
  writeFileSync(stamp, `${python.tag}\n`);
  progress(`Synapse is installed after ${seconds(begin)}.`);
  return join(home, "bin/python");
}

async function installWithUv(python: Python, home: string, progress: Progress): Promise<void> {
  await run("uv", ["venv", "-q", "--no-project", "--python", python.command, home], progress);
  const wanted = ["--only-binary", ":all:", "--require-hashes", "-r", requirements];
  await run("uv", ["pip", "install", "-q", "--python", join(home, "bin/python"), ...wanted], progress);
}

async function installWithPip(python: Python, home: string, progress: Progress): Promise<void> {
  const tool = ["venv", "virtualenv"].find((name) => {
    rmSync(home, { recursive: true, force: true });
    return works(python.command, ["-m", name, home]);
  });
  if (tool === undefined) {
    throw new Error(`${python.command} cannot make a virtual environment: run \`apt-get install python3-venv\`.`);
  }
  const calm = ["-q", "--disable-pip-version-check", "--no-input", "--no-compile"];
  const wanted = ["--only-binary=:all:", "--require-hashes", "-r", requirements];
  await run(join(home, "bin/python"), ["-m", "pip", "install", ...calm, ...wanted], progress);
}

function works(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

/** One installer's step, with a line of progress every five seconds. */
async function run(command: string, args: readonly string[], progress: Progress): Promise<void> {
  const begin = performance.now();
  const name = command === "uv" ? "uv" : "pip";
  progress(`installing Synapse with ${name} (160 MB, once) ...`);
  const { PYTHONDONTWRITEBYTECODE: _, ...env } = process.env;
  const child = spawn(command, args, {
    env: { ...env, UV_PYTHON_DOWNLOADS: "never" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-4000);
  });
  const tick = setInterval(() => progress(`installing Synapse ... ${seconds(begin)}`), 5000);
  const status = await new Promise<number | null>((done, fail) => child.on("error", fail).on("close", done)).finally(
    () => clearInterval(tick),
  );
  if (status !== 0) throw new Error(`${remedyFor(complaint)} ${name} said: ${lastLine(complaint)}`);
}

function remedyFor(complaint: string): string {
  const unreachable =
    "The Python package index cannot be reached: check the network or the proxy settings, then run this again.";
  if (/No space left/i.test(complaint)) return "The disk is full: free 300 MB, then run this again.";
  if (/connection|connect error|timed? ?out|name resolution|dns|proxy|certificate/i.test(complaint)) return unreachable;
  // pip says the same of a machine without packages as of an index without an answer.
  if (/No matching distribution|no (usable )?wheels|not compatible/i.test(complaint)) {
    return `${unreachable} If it can: there are packages for Linux with glibc on x86_64 and aarch64 only.`;
  }
  return "Synapse could not be installed; remove .cache and run this again.";
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.trim() ?? "";
}

function seconds(begin: number): string {
  return `${((performance.now() - begin) / 1000).toFixed(1)} s`;
}
