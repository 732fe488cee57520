import assert from "node:assert/strict";
import { test } from "node:test";
import { adoptedFile, keepAdopted } from "../../../src/store/adopted-file.ts";
import { adoptRound } from "../../../src/wiring/adoption/adopt-round.ts";
import { forgetDevice } from "../../../src/wiring/adoption/forget-device.ts";
import { keptDevices, keptText } from "../../../src/wiring/adoption/kept-devices.ts";
import { heardTree } from "../../discovery/heard-tree.ts";
import { configurationOf } from "../../fakes/configuration-of.ts";
import { HandClock } from "../../fakes/hand-clock.ts";
import { HeldBroker } from "../../fakes/held-broker.ts";
import { LogLines } from "../../fakes/log-lines.ts";
import { temporaryDirectory } from "../../fakes/temporary-directory.ts";
import { until } from "../../fakes/until.ts";

function scene(directory: string) {
  const configuration = configurationOf(directory, {
    matrix: { homeserver: "https://hs", user: "@a:hs" },
    state_directory: directory,
    connections: { broker: { type: "mqtt", url: "mqtt://localhost", adopt: ["zigbee2mqtt"] } },
  });
  const [clock, machine, log] = [new HandClock(), new HeldBroker(), new LogLines()];
  machine.isThere = true;
  machine.held = heardTree("zigbee2mqtt");
  const ended = new AbortController();
  /** One whole round; `breathe` is what happens before each device. */
  const round = async (breathe: () => void) => {
    const parts = { clock, machine, log, readSecret: () => "", breathe: async () => breathe() };
    let isOver = false;
    const end = adoptRound(configuration, parts, new Set(), ended.signal).finally(() => {
      isOver = true;
    });
    end.catch(() => undefined);
    await until(
      "the round is over",
      () => isOver,
      () => clock.advance(1_000),
    );
    return await end;
  };
  const kept = () => keptDevices(adoptedFile(directory));
  return { configuration, ended, round, kept };
}

test("the process does other work between two devices", async () => {
  using directory = temporaryDirectory();
  const { round, kept } = scene(directory.path);
  let breaths = 0;
  assert.deepEqual(await round(() => void breaths++), { isChanged: true, isWhole: true });
  assert.ok(breaths >= kept().length && kept().length === 5, `${breaths} breaths for ${kept().length} devices`);
});

test("a device that is forgotten while others are looked at stays forgotten, and what is new is kept another time", async () => {
  using directory = temporaryDirectory();
  const { configuration, round, kept } = scene(directory.path);
  await round(() => undefined);
  const [first, ...others] = kept();
  assert.ok(first !== undefined);
  keepAdopted(directory.path, keptText([first, ...others.slice(0, 2)]));
  const end = await round(() => void forgetDevice(configuration, first.id));
  assert.deepEqual([end, kept()], [{ isChanged: false, isWhole: false }, others.slice(0, 2)]);
});

test("an agent that stops does not look at the devices that are left", async () => {
  using directory = temporaryDirectory();
  const { ended, round } = scene(directory.path);
  let breaths = 0;
  const stop = () => {
    breaths += 1;
    ended.abort();
  };
  await assert.rejects(round(stop), { name: "AbortError" });
  assert.deepEqual([breaths, adoptedFile(directory.path)], [1, undefined]);
});
