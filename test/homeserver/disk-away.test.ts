import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { startHardware } from "../../src/cli/demo/start-hardware.ts";
import { formatDecimal } from "../../src/core/decimal.ts";
import { isDecimal } from "../../src/core/value.ts";
import { systemClock } from "../../src/machine/clock.ts";
import { openSimulationControl } from "../../src/machine/simulation-control.ts";
import type { OperatorEvent } from "../../src/wiring/operator/operator-event.ts";
import { startRoomwire, writeConfiguration } from "../agent/agent-process.ts";
import { mountedImage } from "../fakes/mounted-image.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { createUser, request, synapseUrl, withoutSynapse } from "./matrix-user.ts";
import { openOperatorOf } from "./operator-rig.ts";

const clock = systemClock("trusted");
const perSecond = 10;

const things = {
  box: {
    connection: "trial",
    properties: {
      count: { type: "integer", minimum: 0, from: { line: "count" }, report: { at_most_every: "0s" } },
      lamp: {
        type: "boolean",
        from: { line: "lamp" },
        to: { line: "lamp", safe_value: false },
        limits: { hold: "forever" },
      },
    },
  },
};

/** An agent in a process of its own, its stores on a disk that can be taken from it, and an operator. */
async function openScene() {
  await using opening = new AsyncDisposableStack();
  const directory = opening.use(temporaryDirectory()).path;
  const image = opening.use(mountedImage(48));
  const server = opening.use(await startHardware(directory, clock));
  const hardware = opening.use(await openSimulationControl(server.socket));
  const box = await createUser(synapseUrl, "agent");
  const { side, events, user, masterKey } = opening.use(await openOperatorOf(box, join(directory, "operator")));
  const file = writeConfiguration(directory, {
    homeserver: synapseUrl,
    user: box.id,
    password: box.password,
    operators: [{ user, master_key: masterKey, may: ["read", "write", "invoke"] }],
    connections: { trial: { type: "simulated", socket: server.socket } },
    things,
    more: { state_directory: join(image.at, "state"), telemetry: { every: "1s" } },
  });
  const agent = opening.use(startRoomwire(["run", "--config", file]));
  await until("the operator knows the Thing", () => side.agents()[0]?.things.has("box") === true);
  const opened = opening.move();
  return {
    image,
    hardware,
    side,
    events,
    agent,
    /** Words of the command line, with the agent's configuration. */
    async ask(...words: string[]) {
      await using asking = startRoomwire([...words, "--config", file]);
      const exit = await asking.ended;
      return { exit, text: asking.text() };
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

type Scene = Awaited<ReturnType<typeof openScene>>;

const lampEdges = async ({ hardware }: Scene) =>
  (await hardware.edges()).filter(({ line }) => line === "lamp").map(({ level }) => level);

const countsTold = (events: readonly OperatorEvent[]) =>
  events
    .flatMap((event) => (event.kind === "readings" ? event.readings : []))
    .flatMap(({ value }) => (isDecimal(value) ? [Number(formatDecimal(value))] : []));

/** Counts up ten times a second until disposed. */
function counting({ hardware }: Scene) {
  let counted = 0;
  let timer: Disposable;
  const next = (): void => {
    counted += 1;
    void hardware.write("count", String(counted));
    timer = clock.after(1000 / perSecond, next);
  };
  timer = clock.after(0, next);
  return { counted: () => counted, [Symbol.dispose]: () => timer[Symbol.dispose]() };
}

describe("an agent whose disk takes nothing", { skip: withoutSynapse, timeout: 300_000 }, () => {
  test("lives on without its room, and is back in it within 10 s, with every reading and no command done twice", async () => {
    await using scene = await openScene();
    const { image, side, events, agent, ask } = scene;
    const lamp = (input: boolean, lifetimeMs?: number) =>
      side.command({ thing: "box", op: "write", name: "lamp", input, ...(lifetimeMs && { lifetimeMs }) });
    using counter = counting(scene);
    assert.equal((await lamp(true)).outcome.status, "done");
    await until("counts are told", () => countsTold(events).length > 0);

    image.refuse();
    const refused = counter.counted();
    assert.equal((await agent.said(/the disk takes nothing/)).code, "store-unwritable");
    await until("the lamp is safe", async () => (await lampEdges(scene)).at(-1) === "false");
    // Until it is given up: one that overtakes another makes a replay of it.
    const soon = await lamp(true, 2_000);
    assert.equal(soon.outcome.code, "no-result");
    const late = lamp(true, 60_000);
    await until("the disk is away for 20 s", () => counter.counted() >= refused + 20 * perSecond);
    const { stores, link, in_memory: inMemory } = JSON.parse((await ask("status", "--json")).text);
    assert.deepEqual([stores.code, link], ["store-unwritable", "opening"]);
    assert.ok(inMemory >= 15 * perSecond, `${inMemory} in memory`);
    assert.match((await ask("status")).text, /^disk +takes nothing since .*store-unwritable/m);
    assert.equal((await ask("audit", "--verify")).exit, 0);
    assert.match((await ask("reload")).text, /nothing changed/);
    const wipe = await ask("wipe", "--yes");
    assert.match(wipe.text, /control\.db could not be written/);
    assert.deepEqual((await lampEdges(scene)).slice(-2), ["true", "false"]);

    image.take();
    const taken = performance.now();
    await until("it is in the room again", () => agent.lines.filter(({ message }) => message === "ready").length === 2);
    const ms = Math.round(performance.now() - taken);
    console.log(`after the disk's return: in the room again in ${ms} ms`);
    assert.ok(ms < 10_000);
    const results = ({ commandId }: { readonly commandId: string }) => {
      const contents = events.flatMap((event) => (event.kind === "result" ? [event.content] : []));
      return contents.filter((one) => one.command === commandId).map(({ status, code }) => code ?? status);
    };
    assert.equal((await late).outcome.status, "done");
    await until("the other is refused", () => results(soon).length > 0);
    assert.deepEqual([results(soon), results(await late)], [["expired"], ["done"]]);
    assert.equal((await lamp(false)).outcome.status, "done");
    const last = counter.counted();
    await until("every count is told", () => (countsTold(events).at(-1) ?? 0) >= last);
    const told = countsTold(events);
    assert.deepEqual(
      told,
      told.map((_, index) => (told[0] ?? 0) + index),
    );
    assert.deepEqual(
      events.filter(({ kind }) => kind === "gap" || kind === "loss"),
      [],
    );
    assert.deepEqual((await lampEdges(scene)).slice(-4), ["true", "false", "true", "false"]);
    assert.match((await ask("audit")).text, /safe +.*box\/lamp/);
    assert.equal((await ask("audit", "--verify")).exit, 0);
    assert.equal((await agent.stop()).code, 0);
  });

  test("signs in as one device though the disk failed while it did so for the first time", async () => {
    using directory = temporaryDirectory();
    using image = mountedImage(48);
    const user = await createUser(synapseUrl, "agent");
    const file = writeConfiguration(directory.path, {
      homeserver: synapseUrl,
      user: user.id,
      password: user.password,
      more: { state_directory: join(image.at, "state") },
    });
    await using agent = startRoomwire(["run", "--config", file]);
    await agent.said(/^hardware is open/);
    image.refuse();
    await agent.said(/the disk takes nothing/);
    image.take();
    const { device } = await agent.said(/^signed in/);
    await agent.said(/^ready/);
    const { accessToken } = JSON.parse(readFileSync(join(image.at, "state", "login.json"), "utf8"));
    const { devices } = await request(synapseUrl, "GET", "/devices", undefined, accessToken);
    assert.deepEqual(
      (devices as { device_id: string }[]).map(({ device_id }) => device_id),
      [device],
    );
    assert.equal((await agent.stop()).code, 0);
  });

  test("ends as it should when it is asked to, though the kernel made its disk read-only", async () => {
    await using scene = await openScene();
    const { image, agent, side } = scene;
    const lamp = await side.command({ thing: "box", op: "write", name: "lamp", input: true });
    assert.equal(lamp.outcome.status, "done");
    using _counter = counting(scene);
    image.breakDown();
    await agent.said(/the disk takes nothing/);
    await until("the lamp is safe", async () => (await lampEdges(scene)).at(-1) === "false");
    const { code, ms } = await agent.stop();
    assert.equal(code, 0, agent.text());
    assert.ok(ms < 10_000, `${ms} ms`);
  });
});
