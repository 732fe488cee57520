import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { commandType } from "../../schemas/command.ts";
import { until } from "../fakes/until.ts";
import { floodTimeline } from "../homeserver/lying/flood-timeline.ts";
import { asNew } from "../homeserver/lying/forge-event.ts";
import { withoutSynapse } from "../homeserver/matrix-user.ts";
import { openHomeserverGround } from "./homeserver-ground.ts";
import { HomeserverStage } from "./homeserver-stage.ts";

const perSecond = 1_000;
/** So few commands a second are well within the owner's own budget (src/control/cut-arrivals.ts). */
const eventsPerCommand = 80;
/** A minute of it, with memory and the time of each command, is a gate of the bench. */
const fewest = { events: 10_000, commands: 60 };

describe("a flood through a homeserver that lies", { skip: withoutSynapse, timeout: 240_000 }, () => {
  test("1,000 events a second by members: each command of the owner reaches the hardware once", async () => {
    await using ground = await openHomeserverGround();
    const stage = new HomeserverStage(ground, 1);
    const { owner, helper, stranger } = stage;
    await stage.obeyed();
    // The first is real and obeyed once; under new ids it is a replay. The second is for nobody to open.
    const dial = await helper.seal(commandType, stage.command());
    const closed = { ...dial, content: { ...dial.content, session_id: "none" } };
    const unlisted = await stranger.seal(commandType, stage.command());
    const flood = floodTimeline(stage.room, perSecond, (number) => asNew([dial, closed, unlisted][number % 3] ?? dial));
    const before = ground.machine.writes.length;
    const asked: string[] = [];
    const begin = performance.now();
    {
      using _flood = ground.lying.tell(flood.lie);
      await until("the flood has begun", () => flood.told() > 0);
      while (asked.length < fewest.commands || flood.told() < fewest.events) {
        await until("the flood goes on", () => flood.told() >= asked.length * eventsPerCommand);
        const command = stage.command();
        const write = `dial=${command.input}`;
        await ground.lying.feedEvents(stage.room, [await owner.seal(commandType, command)]);
        await until(`${write} reached the hardware`, () => ground.machine.writes.includes(write, before));
        asked.push(write);
      }
    }
    const seconds = (performance.now() - begin) / 1000;
    const ofOwner = ground.machine.writes.slice(before).filter((write) => asked.includes(write));
    assert.deepEqual(ofOwner, asked);
    assert.ok(ground.machine.writes.length - before <= asked.length + 1, "what was repeated was obeyed at most once");
    assert.deepEqual(stage.faults, []);
    const codes = new Set(ground.log.map(({ code }) => code));
    for (const code of ["unlisted", "over-budget", "replay"]) assert.ok(codes.has(code), `${code} was met`);
    console.log(`${asked.length} commands in ${seconds.toFixed(1)} s, while ${flood.told()} events were told`);
  });
});
