import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { createUsers, openPlainClient, type PlainClient, synapseUrl, withoutSynapse } from "./matrix-user.ts";
import { joinRoomOf, say, startPeopleAgent } from "./people-rig.ts";

const lamp = (text: string) => ({
  type: "boolean",
  ask: "never",
  from: { line: text },
  to: { line: text, safe_value: false },
  limits: { max_on: "10m" },
  alerts: [{ is: true, text: `The ${text} is on`, repeat: "1m" }],
});

describe("alerts in the room", { skip: withoutSynapse, timeout: 300_000 }, () => {
  test("call the operators, are seen with !ack and over with a notice; who may only read quiets nothing, a mute takes its code", async () => {
    using home = temporaryDirectory();
    const [box, ana, bob] = await createUsers(synapseUrl, "agent", "ana", "bob");
    await using phone = await openPlainClient(synapseUrl, ana);
    await using other = await openPlainClient(synapseUrl, bob);
    const operators = [
      { user: ana.id, may: ["read", "write"], master_key: await phone.masterKey() },
      { user: bob.id, may: ["read"], master_key: await other.masterKey() },
    ];
    const things = { box: { connection: "trial", properties: { lamp: lamp("lamp"), siren: lamp("siren") } } };
    await using running = startPeopleAgent(home.path, box, { operators, things });
    const room = await joinRoomOf(running, phone);
    await joinRoomOf(running, other);
    const alerts = (person: PlainClient, pattern: RegExp) =>
      person.received(room, "m.room.message").filter(({ content }) => pattern.test(String(content.body)));
    const told = async (pattern: RegExp): Promise<Record<string, unknown>> => {
      for (const person of [phone, other]) {
        await until(`${person.userId} is told ${pattern}`, () => alerts(person, pattern).length > 0);
      }
      return alerts(phone, pattern)[0]?.content ?? assert.fail();
    };

    assert.match(await say(phone, room, "!ack"), /There is no alert/);
    assert.match(await say(phone, room, "!lamp on"), /Box \/ Lamp is on/);
    const alert = await told(/^The lamp is on, since \d\d:\d\d\.\n!ack ends the repeating/);
    assert.equal(alert.msgtype, "m.text");
    assert.deepEqual(new Set((alert["m.mentions"] as { user_ids: string[] }).user_ids), new Set([ana.id, bob.id]));
    assert.match(await say(other, room, "!ack"), /Refused: You may not quiet the alerts/);
    assert.match(await say(other, room, "!status"), /^ALERT: The lamp is on/);
    // It repeats after a minute at the earliest, and one look waits for half of it.
    const still = /^Still: The lamp is on/;
    await told(still).catch(() => told(still).catch(() => told(still)));
    assert.match(await say(phone, room, "!ack"), /^The lamp is on\nIt is not repeated any more/);
    assert.match(await say(other, room, "!status"), /^Alert, seen by @ana/);
    await say(phone, room, "!lamp off");
    const over = await told(/^Over: The lamp is on/);
    assert.deepEqual([over.msgtype, over["m.mentions"]], ["m.notice", {}]);

    const question = await say(phone, room, "!mute box 2h");
    const code = /^Send (\d{4}) within 30 s to keep Box from ringing for 2h\.$/.exec(question)?.[1];
    assert.match(await say(phone, room, code ?? assert.fail(question)), /^Box does not ring until/);
    await say(phone, room, "!siren on");
    assert.match(await say(other, room, "!status"), /^ALERT: The siren is on.*\nBox: does not ring until/);
    assert.deepEqual(alerts(phone, /^The siren/), []);
    assert.match(await say(phone, room, "!mute off"), /^Everything rings again/);
    await told(/^The siren is on/);
    assert.equal(alerts(phone, /^Still/).length, 1);
  });
});
