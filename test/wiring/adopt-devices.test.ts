import assert from "node:assert/strict";
import { test } from "node:test";
import type { Configuration } from "../../src/config/configuration.ts";
import { adoptDevices } from "../../src/wiring/adopt-devices.ts";
import { heardTree } from "../discovery/heard-tree.ts";
import { configurationOf } from "../fakes/configuration-of.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { HeldBroker } from "../fakes/held-broker.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";

function scene(directory: string) {
  const clock = new HandClock();
  const machine = new HeldBroker();
  const log = new LogLines();
  const configured = configurationOf(directory, {
    matrix: { homeserver: "https://hs", user: "@a:hs" },
    state_directory: directory,
    connections: { broker: { type: "mqtt", url: "mqtt://localhost", adopt: ["zigbee2mqtt"] } },
  });
  const taken: Configuration[] = [];
  const reload = {
    current: configured,
    async reload(read?: () => { readonly ok: boolean; readonly configuration?: Configuration }) {
      const next = read?.().configuration;
      assert.ok(next !== undefined, "the files are not read");
      reload.current = next;
      taken.push(next);
      return { kind: "same" } as const;
    },
  };
  const parts = { machine, clock, log, readSecret: () => "", reload, breathe: async () => undefined };
  return { clock, machine, log, reload, taken, begin: () => adoptDevices(parts) };
}

test("a broker that was away is asked again after a minute, and from then on once an hour; what is new comes in one reload", async () => {
  using directory = temporaryDirectory();
  const { clock, machine, taken, log, begin } = scene(directory.path);
  const rounds = async (count: number) => {
    await until(
      `${count} rounds`,
      () => machine.calls === count,
      () => clock.advance(0),
    );
    await clock.advance(20_000);
    await clock.advance(0);
  };
  machine.held = heardTree("zigbee2mqtt");
  using _adopting = begin();
  await rounds(1);
  assert.equal(taken.length, 0);
  machine.isThere = true;
  await clock.advance(60_000);
  await rounds(2);
  assert.deepEqual(
    taken.map(({ things }) => things.length),
    [5],
  );
  for (let minute = 0; minute < 58; minute += 1) await clock.advance(60_000);
  assert.equal(machine.calls, 2, "not before the hour is over");
  for (let minute = 0; minute < 3; minute += 1) await clock.advance(60_000);
  await rounds(3);
  assert.equal(taken.length, 1, "nothing was new");
  assert.deepEqual(
    log.lines.filter((line) => line.startsWith("warn")),
    [],
  );
});

test("once it is over nobody is asked any more, and a round under way takes nothing in", async () => {
  using directory = temporaryDirectory();
  const { clock, machine, taken, begin } = scene(directory.path);
  machine.isThere = true;
  machine.held = heardTree("zigbee2mqtt");
  const adopting = begin();
  await until("it listens", () => machine.calls === 1);
  adopting[Symbol.dispose]();
  for (let minute = 0; minute < 70; minute += 1) await clock.advance(60_000);
  assert.deepEqual([machine.calls, taken.length], [1, 0]);
});

test("a broker with more devices than there is room for is told of once, however often it is heard", async () => {
  using directory = temporaryDirectory();
  const { clock, machine, taken, log, begin } = scene(directory.path);
  machine.isThere = true;
  const names = Array.from({ length: 101 }, (_, at) => `Device ${at}`);
  const exposes = [{ type: "numeric", name: "temperature", property: "temperature", access: 1 }];
  const devices = names.map((name, at) => ({
    ieee_address: `0x${at}`,
    friendly_name: name,
    supported: true,
    definition: { model: "T", vendor: "V", exposes },
  }));
  machine.held = new Map([["zigbee2mqtt/bridge/devices", JSON.stringify(devices)]]);
  using _adopting = begin();
  await until(
    "it was heard four times",
    () => machine.calls === 4,
    () => clock.advance(20_000),
  );
  assert.deepEqual(
    taken.map(({ things }) => things.length),
    [100],
  );
  assert.equal(log.lines.filter((line) => line.startsWith("warn")).length, 1, log.lines.join("; "));
});
