import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { fatalCodes } from "../../src/core/fatal-codes.ts";
import { datagramReceiver } from "../fakes/datagram-receiver.ts";
import { mountedImage } from "../fakes/mounted-image.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { readingsStored, simulatedThings, startRoomwire, writeConfiguration } from "./agent-process.ts";
import { closedPort } from "./silent-server.ts";

test("an agent that waits for its homeserver outlives a disk that fails and comes back, and ends when asked to", {
  timeout: 90_000,
}, async () => {
  using directory = temporaryDirectory();
  using image = mountedImage(32);
  using manager = datagramReceiver("path");
  const settings = {
    homeserver: `http://127.0.0.1:${await closedPort()}`,
    user: "@agent:localhost",
    password: "a password",
    more: { state_directory: join(image.at, "state") },
  };
  const file = writeConfiguration(directory.path, settings);
  const ask = async (...words: string[]) => {
    await using asking = startRoomwire([...words, "--config", file]);
    return { exit: await asking.ended, text: asking.text() };
  };
  await using agent = startRoomwire(["run", "--config", file], { env: { NOTIFY_SOCKET: manager.path } });
  await agent.said(/the homeserver does not answer/);
  const isTold = (text: RegExp) => {
    for (let said = manager.receive(); said !== undefined; said = manager.receive()) if (text.test(said)) return true;
    return false;
  };
  const times = (message: RegExp) => agent.lines.filter((line) => message.test(line.message)).length;
  for (let time = 1; time <= 2; time++) {
    await until("readings are stored", () => readingsStored(image.at) > 0);
    image.refuse();
    await until("it is noticed", () => times(/the disk takes nothing/) === time);
    await until("systemd knows", () => isTold(/^STATUS=the disk takes nothing.*store-unwritable/));
    assert.equal(JSON.parse((await ask("status", "--json")).text).stores.code, "store-unwritable");
    writeConfiguration(directory.path, {
      ...settings,
      things: { box: { ...simulatedThings.box, title: `Box ${time}` } },
    });
    assert.match((await ask("reload")).text, /^reloaded$/m);
    image.take();
    await until("it is back", () => times(/the disk takes what is written again/) === time);
    await until("the homeserver is waited for again", () => times(/the homeserver does not answer/) === time + 1);
    await until("systemd knows that, too", () => isTold(/^STATUS=waiting for the homeserver/));
    assert.equal(JSON.parse((await ask("status", "--json")).text).stores, null);
    const noted = async () => (await ask("audit")).text.matchAll(/reload +outcome=changed .*happened_at=20/g);
    await until("the reload is noted, with its time", async () => [...(await noted())].length === time);
  }
  assert.deepEqual(
    agent.complaints().filter(({ message }) => !/homeserver does not|takes nothing|cannot be stored/.test(message)),
    [],
  );
  image.refuse();
  await until("it is noticed once more", () => times(/the disk takes nothing/) === 3);
  assert.match((await ask("wipe", "--yes")).text, /control\.db could not be written/);
  const { code, ms } = await agent.stop();
  assert.equal(code, 0, agent.text());
  assert.ok(ms < 5_000, `${ms} ms`);
});

test("an agent whose disk was put back as another one ends, to be started anew over it", {
  timeout: 60_000,
}, async () => {
  using directory = temporaryDirectory();
  using image = mountedImage(32);
  const state = join(image.at, "state");
  const file = writeConfiguration(directory.path, {
    homeserver: `http://127.0.0.1:${await closedPort()}`,
    user: "@agent:localhost",
    password: "a password",
    more: { state_directory: state },
  });
  await using agent = startRoomwire(["run", "--config", file]);
  await agent.said(/the homeserver does not answer/);
  await until("readings are stored", () => readingsStored(image.at) > 0);
  image.refuse();
  await agent.said(/the disk takes nothing/);
  // The directory takes files again, the store that is open does not.
  spawnSync("chattr", ["-i", state]);
  assert.equal(await agent.ended, fatalCodes["store-unwritable"].exit);
  assert.match(agent.complaints().at(-1)?.message ?? "", /it must be opened anew/);
  await agent.said(/box\/lamp: set to its safe value \(stop\)/);
  image.take();
  await using next = startRoomwire(["run", "--config", file]);
  await next.said(/the homeserver does not answer/);
});
