import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { edgesTo } from "../../src/cli/demo/edges-to.ts";
import { matrixRequest } from "../../src/cli/demo/matrix-request.ts";
import { waitUntil } from "../../src/cli/demo/wait-until.ts";
import { operators } from "../../src/cli/operators.ts";
import { plainObject } from "../../src/core/plain-object.ts";
import { systemClock } from "../../src/machine/clock.ts";
import { palette } from "../../src/talk/chart/palette.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { type ClientWorld, openClientWorld } from "./client-world.ts";
import { openDesktop } from "./desktop.ts";
import { openNheko } from "./nheko.ts";
import { openScreen, type Screen } from "./screen.ts";

const system = process.env.CLIENTS_SYSTEM ?? "";
const pictures = process.env.CLIENTS_PICTURES ?? "";
const clock = systemClock("trusted");

test("a person with nheko meets the agent, verifies it by emoji, asks, switches, sees a chart and is called", async (t) => {
  using directory = temporaryDirectory();
  const shared = join(directory.path, "shared");
  mkdirSync(shared);
  const tell = (line: string): void => t.diagnostic(line);
  await using world = await openClientWorld(directory.path, tell);
  await using desktop = await openDesktop({ system, shared });
  const screen = openScreen(desktop, shared, pictures);
  try {
    const nheko = await openNheko(desktop, screen, shared, world);
    tell(`nheko ${nheko.version}`);
    await nheko.setUpEncryption();
    await nheko.joinRoom();
    await screen.keep("nheko-meeting");

    tell("emoji verification, asked by the agent in its room");
    await verify(world, screen);
    await screen.keep("nheko-verified");
    await screen.click("Close");

    tell("talking");
    await nheko.say("!help");
    await screen.sees("machine shows");
    await screen.keep("nheko-help");
    await nheko.say("!status");
    await screen.sees("events a minute");
    const before = await edgesTo(world.hardware, "pump", "true");
    await nheko.say("!pump on for 10m");
    await screen.sees("Pump is on");
    await screen.keep("nheko-command");
    assert.equal((await edgesTo(world.hardware, "pump", "true")) - before, 1);
    const done = world.process.log.find(({ message }) => message === "write greenhouse/pump: done");
    assert.equal(done?.sender, world.person.userId);

    tell("a chart");
    assert.ok((await screen.pixels(palette.ground)) < 1_000);
    await nheko.say("!temperature 24h");
    await waitUntil(clock, "the picture", 40_000, async () => (await screen.pixels(palette.ground)) > 10_000);
    await screen.keep("nheko-chart");

    tell("an alert");
    await world.hardware.write("door", "true");
    await screen.sees("Door is open");
    await nheko.say("!ack");
    await screen.sees("not repeated");
    await screen.keep("nheko-ack");
    assert.deepEqual(await inClear(world), []);
  } catch (error) {
    await screen.keep("failed").catch(() => undefined);
    throw error;
  }
});

/** Has the agent's console ask; compares what both show, says yes on both sides, and asks both whether they are sure. */
async function verify(world: ClientWorld, screen: Screen): Promise<void> {
  const { userId } = world.person;
  const shown = Promise.withResolvers<readonly string[]>();
  const sayYes = Promise.withResolvers<boolean>();
  const take = (line: string): void => {
    const { kind, emojis } = plainObject(JSON.parse(line));
    if (kind === "emojis" && Array.isArray(emojis)) shown.resolve(emojis.map(({ name }) => String(name)));
  };
  const options = { config: world.configuration, json: true };
  const atConsole = operators(["verify", userId], { ...options, inRoom: true }, take, () => sayYes.promise);
  const atClient = async (): Promise<void> => {
    await screen.sees("has requested to be verified");
    await screen.click("Accept");
    const names = await shown.promise;
    assert.equal(names.length, 7);
    await screen.sees("Please verify the following emoji");
    await screen.widen();
    await screen.sees("They match");
    await screen.keep("nheko-emoji");
    const read = (await screen.words()).map(({ text }) => text.toLowerCase());
    const same = names.filter((name) => name.split(" ").every((word) => read.includes(word.toLowerCase())));
    assert.ok(same.length >= 5, `the agent shows ${names}, nheko shows ${same} of them`);
    await screen.click("They match");
    sayYes.resolve(true);
    await screen.sees("Verification successful");
  };
  const [code] = await Promise.all([atConsole, atClient()]);
  assert.equal(code, 0);
  const told: string[] = [];
  await operators(["show", userId], { ...options, inRoom: false }, (line) => told.push(line));
  await bothAreSure(world, plainObject(JSON.parse(told.join(""))));
}

/** The agent's store has the person's key pinned by emoji, and the person's identity signed the agent's. */
async function bothAreSure(world: ClientWorld, { way, pinned, served }: Readonly<Record<string, unknown>>) {
  const { homeserver, agent, person } = world;
  assert.equal(way, "emoji");
  assert.ok(pinned !== null && pinned === served);
  await waitUntil(clock, "nheko signed the agent's key", 20_000, async () => {
    const asked = { device_keys: { [agent]: [] } };
    const { accessToken, userId } = person;
    const keys = await matrixRequest({ url: homeserver, clock }, "POST", "/keys/query", asked, accessToken);
    const master = plainObject(plainObject(keys.master_keys)[agent]);
    return Object.keys(plainObject(plainObject(master.signatures)[userId])).length > 0;
  });
}

/** Types of what the agent and the person sent in clear to their room, but state. */
async function inClear({ homeserver, person, room }: ClientWorld): Promise<readonly string[]> {
  const path = `/rooms/${encodeURIComponent(room)}/messages?dir=b&limit=200`;
  const { chunk } = await matrixRequest({ url: homeserver, clock }, "GET", path, undefined, person.accessToken);
  const events = (Array.isArray(chunk) ? chunk : []).map(plainObject);
  assert.ok(events.filter(({ type }) => type === "m.room.encrypted").length > 20);
  return events
    .filter(({ type, state_key }) => state_key === undefined && type !== "m.room.encrypted")
    .map(({ type }) => String(type));
}
