/** `npm test`: brings what the chosen test files need, runs them, and says which ones it had to leave out and why. */
import { existsSync, globSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { installSystemPackages } from "./install-system-packages.ts";
import { spreadAmong } from "./spread-among.ts";
import type { Profile } from "./synapse/homeserver-config.ts";
import { startSynapse } from "./synapse/start-synapse.ts";
import { type TestPart, testParts, textOfTest } from "./test-parts.ts";

const root = join(import.meta.dirname, "..");
const say = (line: string) => console.log(`test: ${line}`);

interface LeftOut {
  readonly file: string;
  readonly why: string;
}

process.chdir(root);
// Debian keeps some servers where only root looks for programs.
process.env.PATH = `${process.env.PATH}:/usr/sbin:/sbin`;
const files = chosenFiles(process.argv.slice(2));
if (files.length === 0) {
  say("no test file fits these paths; give files or folders such as test/core.");
  process.exit(2);
}
const texts = new Map(files.map((file) => [file, textOfTest(file)]));
const leftOut = bringParts();
const code = await runAll(files.filter((file) => !leftOut.some((left) => left.file === file)));
for (const { file, why } of leftOut) say(`left out: ${file}: ${why}`);
if (leftOut.length > 0) say(`left out ${leftOut.length} of ${files.length} test files.`);
process.exitCode = code !== 0 ? code : leftOut.length > 0 && process.env.CI !== undefined ? 1 : 0;

function chosenFiles(filters: readonly string[]): string[] {
  const patterns = filters.length === 0 ? ["test"] : filters;
  const found = patterns.flatMap((pattern) => {
    const path = relative(root, pattern) || ".";
    const isFolder = existsSync(path) && statSync(path).isDirectory();
    return globSync(isFolder ? join(path, "**/*.test.ts") : path);
  });
  // Those of test/kernel and test/unit-vm run in virtual machines of their own, those of test/clients on a desktop of their own:
  // npm run test:kernel, npm run test:unit-vm, npm run test:clients.
  return [...new Set(found)]
    .filter((file) => file.endsWith(".test.ts") && !/^test\/(kernel|unit-vm|clients)\//.test(file))
    .sort();
}

/** Installs what is missing and wanted; resolves to the files that must do without. */
function bringParts(): LeftOut[] {
  const wanted = (part: TestPart) => files.filter((file) => part.mark.test(texts.get(file) ?? ""));
  const missing = testParts.filter((part) => wanted(part).length > 0 && !part.isThere());
  if (missing.length === 0) return [];
  const packages = missing.flatMap((part) => part.packages);
  const failure = installSystemPackages(packages, say);
  const absent = missing.filter((part) => !part.isThere());
  return absent.flatMap((part) => {
    const remedy = `run \`apt-get install ${part.packages.join(" ")}\` as root`;
    const why = `needs ${part.name}, which could not be installed (${failure ?? "not found after installing"}); ${remedy}.`;
    return wanted(part).map((file) => ({ file, why }));
  });
}

async function runAll(chosen: readonly string[]): Promise<number> {
  if (chosen.length === 0) return 0;
  await using opened = new AsyncDisposableStack();
  const scratch = mkdtempSync(join(tmpdir(), "roomwire-test-"));
  opened.defer(() => rmSync(scratch, { recursive: true, force: true }));
  const uses = (name: string) => chosen.some((file) => texts.get(file)?.includes(name));
  const servers: Promise<void>[] = [];
  const serve = (name: string, profile: Profile) => {
    if (!uses(name) || process.env[name] !== undefined) return;
    const directory = join(scratch, profile);
    const started = startSynapse({ directory, profile, progress: (line) => say(`[${profile}] ${line}`) });
    const note = started.then((synapse) => {
      process.env[name] = opened.use(synapse).url;
    });
    servers.push(note);
  };
  serve("SYNAPSE_URL", "relaxed");
  serve("SYNAPSE_DEFAULT_URL", "default");
  const outcomes = await Promise.allSettled(servers);
  for (const outcome of outcomes) {
    if (outcome.status === "rejected") {
      say(outcome.reason instanceof Error ? outcome.reason.message : String(outcome.reason));
      return 1;
    }
  }
  return await runFiles(chosen); // the servers must outlive it
}

async function runFiles(chosen: readonly string[]): Promise<number> {
  const waiting = chosen.filter((file) => /SYNAPSE_/.test(texts.get(file) ?? ""));
  const working = chosen.filter((file) => !waiting.includes(file));
  const stop = new AbortController();
  // The test processes end first, then everything is closed. A terminal tells them of Ctrl-C itself.
  process.on("SIGINT", () => process.stdin.isTTY || stop.abort());
  process.on("SIGTERM", () => stop.abort());
  const preload = (name: string): string => `--import=${join(import.meta.dirname, name)}`;
  const events = run({
    files: spreadAmong(waiting, working).map((file) => join(root, file)),
    execArgv: [preload("let-sdk-timers-go.ts"), preload("tell-suppressed-errors.ts")],
    timeout: 300_000,
    concurrency: availableParallelism() + 1,
    signal: stop.signal,
  });
  let code = 0;
  events.on("test:fail", ({ todo }) => {
    if (todo === undefined || todo === false) code = 1;
  });
  for await (const text of events.compose(spec)) process.stdout.write(text);
  return stop.signal.aborted ? 1 : code;
}
