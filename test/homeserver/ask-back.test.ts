import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { asRoomId } from "../../src/core/ids.ts";
import { systemClock } from "../../src/machine/clock.ts";
import type { OperatorEvent } from "../../src/wiring/operator/operator-event.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { createUser, synapseUrl, withoutSynapse } from "./matrix-user.ts";
import { openOperatorOf, startAgent } from "./operator-rig.ts";

const gateOn = { thing: "box", op: "write", name: "gate", input: true } as const;

describe("what is critical", { skip: withoutSynapse, timeout: 300_000 }, () => {
  test("is asked back for: by a nonce that the operator's side answers, by a code that a person types", async () => {
    using home = temporaryDirectory();
    using own = temporaryDirectory();
    const box = await createUser(synapseUrl, "agent");
    await using operator = await openOperatorOf(box, own.path);
    const { side, events, user, masterKey } = operator;
    await using agent = startAgent(home.path, box, [{ user, masterKey }]);
    await until("the Thing is described", () => side.agents()[0]?.things.has("box") === true);

    const on = await side.command(gateOn);
    assert.deepEqual([on.outcome.status, on.isConfirmed, agent.lines.get("gate")], ["done", true, "true"]);
    const off = await side.command({ ...gateOn, input: false });
    assert.deepEqual([off.outcome.status, off.isConfirmed, agent.lines.get("gate")], ["done", false, "false"]);

    // A nonce that was answered is good for nothing more.
    const asked = side.compose(gateOn);
    const first = await send(side, asked);
    const nonce = first?.challenge?.nonce ?? assert.fail();
    const { status } = (await send(side, { ...side.compose(gateOn), challenge: nonce })) ?? {};
    const again = await send(side, { ...side.compose(gateOn), challenge: nonce });
    assert.deepEqual([status, again?.status, again?.code], ["done", "refused", "challenge-used"]);
    await side.command({ ...gateOn, input: false });

    const room = asRoomId(asked.room_id);
    const answerTo = async (body: string): Promise<string> => {
      const id = await side.say(room, body);
      const isAnswer = (event: OperatorEvent) => event.kind === "message" && event.relatesTo === id;
      await until(`"${body}" was answered`, () => events.some(isAnswer));
      const answer = events.find(isAnswer);
      return answer?.kind === "message" ? answer.body : "";
    };
    const question = await answerTo("!gate on");
    const code = /^Send (\d{4}) within 30 s to set Box \/ Gate to on\.$/.exec(question)?.[1] ?? assert.fail(question);
    assert.equal(agent.lines.get("gate"), "false");
    assert.match(await answerTo(code), /Box \/ Gate was set to on/);
    assert.equal(agent.lines.get("gate"), "true");
  });
});

describe("what lasts a time, and what stops everything", { skip: withoutSynapse, timeout: 300_000 }, () => {
  test("a lease and a pulse end by themselves, a stop holds until an admin releases it", async () => {
    using home = temporaryDirectory();
    using own = temporaryDirectory();
    const box = await createUser(synapseUrl, "agent");
    await using operator = await openOperatorOf(box, own.path);
    const { side, events, user, masterKey } = operator;
    const may = ["read", "write", "invoke", "admin"];
    await using agent = startAgent(home.path, box, [{ user, masterKey, may }]);
    await until("the Thing is described", () => side.agents()[0]?.things.has("box") === true);
    const lampIs = (level: string) => until(`the lamp is ${level}`, () => agent.lines.get("lamp") === level);

    const leased = await side.command({ ...gateOn, name: "lamp", lease: 1500 });
    assert.equal(leased.outcome.status, "done");
    await lampIs("false");
    const long = await side.command({ thing: "box", op: "invoke", name: "flash", input: 5001 });
    assert.deepEqual([long.outcome.code, long.isConfirmed], ["bad-input", false]);
    const flash = side.command({ thing: "box", op: "invoke", name: "flash", input: 1500 });
    await lampIs("true");
    await lampIs("false");
    const flashed = await flash;
    assert.deepEqual([flashed.outcome.status, flashed.isConfirmed], ["done", true]);

    await side.command({ ...gateOn, name: "lamp" });
    const room = asRoomId(side.compose(gateOn).room_id);
    const asked = await side.say(room, "!stop");
    await until("the stop was answered", () =>
      events.some((event) => event.kind === "message" && event.relatesTo === asked && /set safe/.test(event.body)),
    );
    assert.equal(agent.lines.get("lamp"), "false");
    assert.equal((await side.command({ ...gateOn, name: "lamp" })).outcome.code, "stopped");
    const release = await side.command({ thing: "all", op: "invoke", name: "release" });
    assert.equal(release.outcome.status, "done");
    assert.equal((await side.command({ ...gateOn, name: "lamp" })).outcome.status, "done");
  });
});

describe("a machine that boots in 1970 and calls that synchronised", { skip: withoutSynapse, timeout: 300_000 }, () => {
  test("asks back before anything moves, and reads without asking", async () => {
    using home = temporaryDirectory();
    using own = temporaryDirectory();
    const box = await createUser(synapseUrl, "agent");
    await using operator = await openOperatorOf(box, own.path);
    const { side, user, masterKey } = operator;
    const boot = Date.now();
    const seventies = { ...systemClock("trusted"), now: () => Date.now() - boot };
    await using agent = startAgent(home.path, box, [{ user, masterKey }], seventies);
    await until("the Thing is described", () => side.agents()[0]?.things.has("box") === true);
    const on = await side.command({ ...gateOn, name: "lamp" });
    assert.deepEqual([on.outcome.status, on.isConfirmed, agent.lines.get("lamp")], ["done", true, "true"]);
    const read = await side.command({ thing: "box", op: "read", name: "temperature" });
    assert.deepEqual([read.outcome.status, read.isConfirmed], ["done", false]);
  });
});

type Side = Awaited<ReturnType<typeof openOperatorOf>>["side"];

async function send(side: Side, content: ReturnType<Side["compose"]>): ReturnType<Side["result"]> {
  const sealed = await side.seal(asRoomId(content.room_id), "dev.roomwire.command", content);
  if (sealed.kind !== "sealed") throw new Error(sealed.detail);
  await side.put(sealed.event);
  return await side.result(content.id, 10_000);
}
