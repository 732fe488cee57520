import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, test } from "node:test";
import { atTerminal } from "./fakes/at-terminal.ts";
import { temporaryDirectory } from "./fakes/temporary-directory.ts";
import { until } from "./fakes/until.ts";

const root = join(import.meta.dirname, "..");
/** What a person types, `npm run demo`, without npm. */
const script = join(root, "scripts/demo.mjs");
const program = join(root, "src/cli/demo/demo.ts");

interface Demo extends Disposable {
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  readonly ended: Promise<number | null>;
}

/** Starts it with a directory for temporary files of its own, in which all its processes have their arguments. */
function startDemo(words: readonly string[], home: string, more: NodeJS.ProcessEnv = {}): Demo {
  const child = spawn(process.execPath, words, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, TMPDIR: home, ...more },
  });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  const ended = once(child, "close").then(([code]) => code as number | null);
  return { child, lines, ended, [Symbol.dispose]: () => void child.kill("SIGTERM") };
}

/** Command lines of the processes that have something to do with that directory. */
function processesOf(home: string): readonly string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, "utf8");
        return words.includes(home) ? [words.replaceAll("\0", " ")] : [];
      } catch {
        return []; // it ended meanwhile
      }
    });
}

const isReady = ({ lines }: Demo): boolean => lines.some((line) => line.startsWith("Ready after"));

describe("the demo", { timeout: 300_000 }, () => {
  test("plays its scene: every line of it holds", async () => {
    using home = temporaryDirectory();
    using demo = startDemo([script, "--once"], home.path);
    const code = await demo.ended;
    const told = demo.lines.join("\n");
    assert.equal(code, 0, told);
    assert.equal(demo.lines.filter((line) => line.startsWith("ok ")).length, 18, told);
    assert.doesNotMatch(told, /FAIL/);
    assert.deepEqual([processesOf(home.path), readdirSync(home.path)], [[], []]);
  });

  test("goes on until Ctrl-C, tells a login, and leaves nothing behind", async () => {
    using home = temporaryDirectory();
    using demo = startDemo([script], home.path);
    const isDone = (): boolean =>
      demo.lines.some((line) => line.endsWith("got the result done, confirmed by property"));
    const isRead = (): boolean => demo.lines.some((line) => / reading .* = .* measured /.test(line));
    await until("readings come and its operator's command is done", () => isReady(demo) && isDone() && isRead());
    const told = demo.lines.join("\n");
    for (const what of [
      /homeserver +http:\/\/127\.0\.0\.1:\d+/,
      /user +@ana:localhost/,
      /password +\S/,
      /recovery key +\w{4} /,
    ]) {
      assert.match(told, what);
    }
    assert.ok(processesOf(home.path).length >= 4, "homeserver, hardware, sensor and agent run");
    const begin = performance.now();
    demo.child.kill("SIGINT");
    assert.equal(await demo.ended, 0);
    assert.ok(performance.now() - begin < 6000);
    assert.deepEqual([processesOf(home.path), readdirSync(home.path)], [[], []]);
  });

  test("at a terminal it is a live table whose keys command, and q ends it", async () => {
    using home = temporaryDirectory();
    await using demo = await atTerminal([], { program, env: { TMPDIR: home.path } });
    await demo.shows(/THING\/PROPERTY +VALUE/);
    await demo.shows(/1 lamp on {3}0 lamp off/);
    await demo.shows(/greenhouse\/light +\d+ lx/);
    demo.press("p");
    await demo.shows(/operator {3}got for pump for 20 s: done/);
    await demo.shows(/hardware {3}line pump is true/);
    demo.press("q");
    assert.equal(await demo.ended, 0, demo.screen());
    assert.deepEqual([processesOf(home.path), readdirSync(home.path)], [[], []]);
  });

  test("leaves nothing behind when it is killed itself", async () => {
    using home = temporaryDirectory();
    using demo = startDemo([program], home.path);
    await until("it is ready", () => isReady(demo));
    demo.child.kill("SIGKILL");
    await demo.ended;
    await until("all its processes and its directory are gone", () => {
      return processesOf(home.path).length === 0 && readdirSync(home.path).length === 0;
    });
  });

  test("says in one line what is missing and how to mend it", async () => {
    using home = temporaryDirectory();
    using demo = startDemo([script, "--once"], home.path, { PYTHON: "no-such-python" });
    assert.equal(await demo.ended, 1);
    assert.equal(demo.lines.length, 1);
    assert.match(demo.lines[0] ?? "", /^The demo ends: Synapse needs Python .*apt-get install python3/);
  });
});
