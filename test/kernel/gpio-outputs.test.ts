import assert from "node:assert/strict";
import { test } from "node:test";
import { type AgentProcess, readingsStored, startRoomwire, writeConfiguration } from "../agent/agent-process.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { lineTrace } from "./line-trace.ts";
import { leaveLine, occupyLine } from "./other-program.ts";
import { simChip } from "./sim-chip.ts";
import { startAgentWithHand, switchEverythingOn } from "./start-agent-with-hand.ts";

/** It keeps the level of a line that is let go, as Raspberry Pi kernels do. */
const keeper = simChip("keep");
const pi = simChip("pi");
const lines = { pump: 3, valve: 4, door: 25 } as const;
/** Both outputs are active low. */
const [on, off] = [false, true];

const output = (line: string | number, longest: string) => ({
  type: "boolean",
  to: { connection: "box", line, active_low: true, safe_value: false },
  limits: { max_on: longest },
});

/** A pump and a valve on that chip, a door on the header; the homeserver is away. */
function configured(directory: string, valveLongest = "30m"): string {
  return writeConfiguration(directory, {
    homeserver: "http://127.0.0.1:1",
    user: "@agent:hs",
    password: "a password",
    connections: { box: { type: "gpio", chip: keeper.label }, header: { type: "gpio" } },
    things: {
      garden: {
        properties: {
          pump: output("PUMP", "30m"),
          valve: output(lines.valve, valveLongest),
          door: { type: "boolean", from: { connection: "header", line: "GPIO25", pull: "down" } },
        },
      },
    },
  });
}

function traces() {
  const stack = new DisposableStack();
  const pump = stack.use(lineTrace(keeper.label, lines.pump));
  const valve = stack.use(lineTrace(keeper.label, lines.valve));
  return { pump, valve, [Symbol.dispose]: () => stack.dispose() };
}

async function switchOn(agent: AgentProcess): Promise<void> {
  await switchEverythingOn(agent);
  assert.deepEqual([keeper.isHigh(lines.pump), keeper.isHigh(lines.valve)], [on, on]);
}

async function safe(file: string) {
  await using asked = startRoomwire(["safe", "--config", file]);
  const code = await asked.ended;
  return { code, said: asked.text() };
}

test("an agent that is killed leaves on what was on, where the chip keeps levels; no other start, reload or stop shows a glitch", async () => {
  using directory = temporaryDirectory();
  const file = configured(directory.path);
  {
    await using agent = await startAgentWithHand(file);
    await switchOn(agent);
    using seen = traces();
    configured(directory.path, "20m");
    agent.signal("SIGHUP");
    await agent.said(/the configuration was reloaded/);
    assert.deepEqual(seen.pump.levels(), [], "on and not changed: a reload leaves it alone");
    assert.deepEqual([...new Set(seen.valve.levels())], [off], "changed: it went safe first");
    await agent.kill();
    assert.equal(keeper.isHigh(lines.pump), on, "the pump runs on");
  }
  using seen = traces();
  await using next = await startAgentWithHand(file);
  assert.equal(keeper.isHigh(lines.pump), off);
  for (const isOpen of [true, false, true]) {
    const before = readingsStored(directory.path);
    pi.drive(lines.door, isOpen);
    await until("the door is recorded, without a homeserver", () => readingsStored(directory.path) > before);
  }
  for (const trace of [seen.pump, seen.valve]) {
    assert.deepEqual([...new Set(trace.levels())], [off]);
    assert.equal(trace.timesInput(), 0);
  }
  await switchOn(next);
  using last = traces();
  assert.equal((await next.stop()).code, 0);
  assert.deepEqual([last.pump.levels(), last.valve.levels()], [[off], [off]], "a stop makes one edge of each");
});

test("what a dead program left on, `roomwire safe` switches off without a glitch", async () => {
  using directory = temporaryDirectory();
  leaveLine(keeper.label, lines.pump, on);
  assert.equal(keeper.isHigh(lines.pump), on);
  using seen = traces();
  const { code, said } = await safe(configured(directory.path));
  assert.equal(code, 0, said);
  assert.match(said, /garden\/pump: safe/);
  assert.equal(keeper.isHigh(lines.pump), off);
  assert.deepEqual([...new Set(seen.pump.levels())], [off]);
  assert.equal(seen.pump.timesInput(), 0);
});

test("a line that another program has is not made safe, and that is said with the program's name", async () => {
  using directory = temporaryDirectory();
  using _theirs = occupyLine(keeper.label, lines.pump, "pump-daemon");
  const { code, said } = await safe(configured(directory.path));
  assert.equal(code, 1, said);
  assert.match(said, /NOT SAFE: line 3 of keeps-its-level is used by "pump-daemon"/);
});
