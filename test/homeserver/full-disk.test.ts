import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { OperatorEvent } from "../../src/wiring/operator/operator-event.ts";
import { mountedImage } from "../fakes/mounted-image.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { createUser, synapseUrl, withoutSynapse } from "./matrix-user.ts";
import { openOperatorOf, startAgent } from "./operator-rig.ts";

/** What the lamp was, as the room was told, oldest first. */
const lampReadings = (events: readonly OperatorEvent[]) =>
  events
    .flatMap((event) => (event.kind === "readings" ? event.readings : []))
    .filter(({ name }) => name === "lamp")
    .map(({ value }) => value);

describe("an agent whose disk is full", { skip: withoutSynapse, timeout: 300_000 }, () => {
  test("obeys commands, keeps readings in memory, and delivers every one of them when there is room again", async () => {
    using image = mountedImage(48);
    using own = temporaryDirectory();
    const box = await createUser(synapseUrl, "agent");
    await using operator = await openOperatorOf(box, own.path);
    const { side, events, user, masterKey } = operator;
    await using agent = startAgent(image.at, box, [{ user, masterKey }]);
    await until("the Thing is described", () => side.agents()[0]?.things.has("box") === true);
    const switchLamp = async (input: boolean) =>
      (await side.command({ thing: "box", op: "write", name: "lamp", input })).outcome.status;

    assert.equal(await switchLamp(true), "done");
    await until("the room knows that it is on", () => lampReadings(events).at(-1) === true);
    const before = lampReadings(events).length;

    image.fill();
    for (const on of [false, true]) assert.equal(await switchLamp(on), "done");
    assert.equal(agent.lines.get("lamp"), "true");

    image.free();
    const freed = performance.now();
    await until("every reading was told", () => lampReadings(events).length >= before + 2);
    assert.deepEqual(lampReadings(events).slice(before), [false, true]);
    console.log(`after room on the disk: readings delivered in ${Math.round(performance.now() - freed)} ms`);
    assert.deepEqual(
      events.filter(({ kind }) => kind === "gap"),
      [],
    );
  });
});
