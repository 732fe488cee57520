import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { gpioSysfs } from "../../src/machine/gpio-sysfs.ts";
import { keptExports } from "../../src/machine/kept-exports.ts";
import { type AgentProcess, readingsStored, startRoomwire, writeConfiguration } from "../agent/agent-process.ts";
import { gpioChipContract } from "../contract/gpio-chip.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { giveSysfsToGroup } from "./give-sysfs-to-group.ts";
import { lineTrace } from "./line-trace.ts";
import { occupyLine } from "./other-program.ts";
import { simChip } from "./sim-chip.ts";
import { simChipRig } from "./sim-chip-rig.ts";
import { startAgentWithHand, switchEverythingOn } from "./start-agent-with-hand.ts";

const giving = giveSysfsToGroup();
after(() => giving[Symbol.dispose]());

gpioChipContract("the kernel's chip in sysfs", () => {
  return { ...simChipRig("sysfs-contract", gpioSysfs({ kept: keptExports(undefined, "boot") })), isSysfs: true };
});

/** It keeps the level of a line that is let go, as Raspberry Pi kernels do. */
const keeper = simChip("keep");
const pi = simChip("pi");
const lines = { pump: 3, door: 25 } as const;
/** The pump is active low. */
const [on, off] = [false, true];

function configured(directory: string): string {
  return writeConfiguration(directory, {
    homeserver: "http://127.0.0.1:1",
    user: "@agent:hs",
    password: "a password",
    connections: {
      box: { type: "gpio", chip: keeper.label, via: "sysfs" },
      header: { type: "gpio", via: "sysfs" },
    },
    things: {
      garden: {
        properties: {
          pump: {
            type: "boolean",
            to: { connection: "box", line: lines.pump, active_low: true, safe_value: false },
            limits: { max_on: "30m" },
          },
          door: { type: "boolean", from: { connection: "header", line: "GPIO25" } },
        },
      },
    },
  });
}

async function switchOn(agent: AgentProcess): Promise<void> {
  await switchEverythingOn(agent);
  assert.equal(keeper.isHigh(lines.pump), on);
}

async function safe(file: string) {
  await using asked = startRoomwire(["safe", "--config", file]);
  const code = await asked.ended;
  return { code, said: asked.text() };
}

const exported = (): readonly string[] =>
  [baseOf(keeper.label) + lines.pump, baseOf(pi.label) + lines.door]
    .map((number) => `/sys/class/gpio/gpio${number}`)
    .filter((folder) => existsSync(folder));

function baseOf(label: string): number {
  const chip = gpioSysfs({ kept: keptExports(undefined, "boot") })
    .look()
    .chips.find((one) => one.label === label);
  return Number(readFileSync(join(chip?.path ?? assert.fail(`no chip ${label}`), "base"), "utf8"));
}

async function openDoor(directory: string): Promise<void> {
  for (const isOpen of [true, false, true]) {
    const before = readingsStored(directory);
    pi.drive(lines.door, isOpen);
    await until("the door is recorded", () => readingsStored(directory) > before);
  }
}

test("over sysfs an agent that is killed leaves its lines to `roomwire safe` and the next start; none shows a glitch", async () => {
  using directory = temporaryDirectory();
  const file = configured(directory.path);
  {
    using trace = lineTrace(keeper.label, lines.pump);
    await using agent = await startAgentWithHand(file);
    assert.deepEqual([...new Set(trace.levels())], [off]);
    await openDoor(directory.path);
    await switchOn(agent);
    await agent.kill();
  }
  assert.deepEqual([keeper.isHigh(lines.pump), exported().length], [on, 2], "the pump runs on, exported");
  using trace = lineTrace(keeper.label, lines.pump);
  const { code, said } = await safe(file);
  assert.equal(code, 0, said);
  assert.match(said, /garden\/pump: safe/);
  assert.deepEqual([keeper.isHigh(lines.pump), exported().length], [off, 1], "it opens no input");
  await using next = await startAgentWithHand(file);
  assert.deepEqual([...new Set(trace.levels())], [off]);
  await openDoor(directory.path);
  await switchOn(next);
  const begun = trace.levels().length;
  assert.equal((await next.stop()).code, 0);
  assert.deepEqual(trace.levels().slice(begun), [off], "a stop makes one edge");
  assert.equal(trace.timesInput(), 0);
  assert.deepEqual(exported(), []);
});

test("over sysfs a line that another program has is not made safe, and that is said", async () => {
  using directory = temporaryDirectory();
  using _theirs = occupyLine(keeper.label, lines.pump, "pump-daemon");
  const { code, said } = await safe(configured(directory.path));
  assert.equal(code, 1, said);
  assert.match(said, /NOT SAFE: line 3 of keeps-its-level is used by the kernel or another program/);
});
