import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { lineTrace } from "./line-trace.ts";
import { occupyLine } from "./other-program.ts";
import { simChip } from "./sim-chip.ts";

const keeper = simChip("keep");
const pumpLine = 3;
const main = join(import.meta.dirname, "../../src/main.ts");

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** A configuration of one active-low pump on the chip that keeps the level of a line that is let go. */
function configured(): Disposable & { readonly file: string } {
  const folder = mkdtempSync(join(tmpdir(), "gpio-outputs-"));
  const file = join(folder, "roomwire.yaml");
  writeFileSync(
    file,
    `matrix: { homeserver: "http://127.0.0.1:1", user: "@agent:hs" }
state_directory: ${folder}
connections: { box: { type: gpio, chip: ${keeper.label} } }
things:
  garden:
    properties:
      pump:
        type: boolean
        to: { connection: box, line: PUMP, active_low: true, safe_value: false }
        limits: { max_on: 30m }
`,
  );
  return { file, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

async function safe(file: string): Promise<Ended> {
  const child = spawn(process.execPath, [main, "safe", "--config", file], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += String(text)));
  const [code] = (await once(child, "exit")) as [number | null];
  return { code, said };
}

/** A program of its own that has the pump, switches it on, and lives on. */
async function pumpOwner(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "pump-owner.ts"), keeper.label], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) if (line === "on") return child;
  throw new Error("the owner did not switch the pump on");
}

test("a killed owner leaves its pump on where the chip keeps levels, and `roomwire safe` ends that without a glitch", async () => {
  using configuration = configured();
  const owner = await pumpOwner();
  assert.equal(keeper.isHigh(pumpLine), false);
  owner.kill("SIGKILL");
  await once(owner, "exit");
  assert.equal(keeper.isHigh(pumpLine), false, "the level is kept: the pump runs on");
  using trace = lineTrace(keeper.label, pumpLine);
  const { code, said } = await safe(configuration.file);
  assert.equal(code, 0, said);
  assert.match(said, /garden\/pump: safe/);
  assert.equal(keeper.isHigh(pumpLine), true);
  assert.deepEqual([...new Set(trace.levels())], [true], "high, which is off, and nothing else was ever on the line");
});

test("a line that another program has is not made safe, and that is said with the program's name", async () => {
  using configuration = configured();
  using _theirs = occupyLine(keeper.label, pumpLine, "pump-daemon");
  const { code, said } = await safe(configuration.file);
  assert.equal(code, 1, said);
  assert.match(said, /NOT SAFE: line 3 of keeps-its-level is used by "pump-daemon"/);
});

test("start and stop put nothing but the safe level on an output", async () => {
  using configuration = configured();
  using trace = lineTrace(keeper.label, pumpLine);
  for (let round = 0; round < 2; round++) assert.equal((await safe(configuration.file)).code, 0);
  assert.deepEqual([...new Set(trace.levels())], [true]);
});
