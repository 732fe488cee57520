import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { formatDecimal } from "../../src/core/decimal.ts";
import { asRoomId } from "../../src/core/ids.ts";
import { isDecimal } from "../../src/core/value.ts";
import type { OperatorEvent } from "../../src/wiring/operator/operator-event.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { createUser, openPlainClient, synapseUrl, withoutSynapse } from "./matrix-user.ts";
import { makeIdentity, startAgent, startOperator } from "./operator-rig.ts";

const readings = (events: readonly OperatorEvent[]) =>
  events.flatMap((event) => (event.kind === "readings" ? event.readings : []));

describe("the operator's side with an agent in the room", { skip: withoutSynapse, timeout: 300_000 }, () => {
  test("reads exact values, switches, is refused, is answered, and tells nothing twice", async () => {
    using home = temporaryDirectory();
    using own = temporaryDirectory();
    const [box, ana] = await Promise.all([createUser(synapseUrl, "agent"), createUser(synapseUrl, "op")]);
    const { recoveryKey, masterKey } = await makeIdentity(ana);
    const settings = { agents: [box.id], recoveryKey };
    let seqs: readonly number[] = [];
    {
      await using operator = await startOperator(own.path, ana, settings);
      const { side, events } = operator;
      assert.deepEqual(side.identity, { kind: "signed", masterKey });
      await assert.rejects(startOperator(own.path, ana, settings), /Another watch or send/);
      await using agent = startAgent(home.path, box, [{ user: ana.id, masterKey }]);
      const exact = (): boolean =>
        readings(events).some(
          ({ name, value, unit }) =>
            name === "temperature" && unit === "Cel" && isDecimal(value) && formatDecimal(value) === "21.50",
        );
      await until("readings came", exact, () => new Promise((done) => setTimeout(done, 50)));
      await until("both rooms are joined", () => side.agents()[0]?.rooms.length === 2);
      const known = side.agents();
      assert.deepEqual(
        known.map(({ agent: user }) => user),
        [box.id],
      );
      await until("the Thing is described", () => side.agents()[0]?.things.has("box") === true);

      const on = await side.command({ thing: "box", op: "write", name: "lamp", input: true });
      assert.deepEqual(on.outcome, { status: "done", output: true, confirmed: "property" });
      assert.equal(agent.lines.get("lamp"), "true");
      const read = await side.command({ thing: "box", op: "read", name: "temperature" });
      assert.deepEqual([read.outcome.status, read.outcome.output], ["done", "21.50"]);
      const far = await side.command({ thing: "box", op: "write", name: "setpoint", input: "30.5" });
      assert.deepEqual([far.outcome.status, far.outcome.code], ["refused", "bad-input"]);
      const late = side.compose({ thing: "box", op: "write", name: "lamp", input: false });
      const past = { ...late, issued_at: late.issued_at - 120_000, expires_at: late.expires_at - 120_000 };
      const sealed = await side.seal(asRoomId(late.room_id), "dev.roomwire.command", past);
      assert.equal(sealed.kind === "sealed" && (await side.put(sealed.event)).kind, "sent");
      assert.equal((await side.result(late.id, 5000))?.code, "expired");
      const room = known[0]?.rooms[0] ?? assert.fail();
      const asked = await side.say(room, "!lamp off");
      await until("the text was answered", () =>
        events.some((event) => event.kind === "message" && event.msgtype === "m.notice" && event.relatesTo === asked),
      );
      assert.equal(agent.lines.get("lamp"), "false");

      const before = readings(events).map(({ name, at }) => `${name} ${at}`);
      const again: OperatorEvent[] = [];
      await side.past(Date.now() - 3_600_000, (event) => void again.push(event));
      const toldAgain = new Set(readings(again).map(({ name, at }) => `${name} ${at}`));
      assert.ok(before.length > 0 && before.every((one) => toldAgain.has(one)), "history has what was told live");
      const rest: OperatorEvent[] = [];
      await side.past(Date.now() + 60_000, (event) => void rest.push(event));
      assert.deepEqual(rest, []);
      seqs = events.flatMap((event) => (event.kind === "readings" ? [event.seq] : []));
      assert.deepEqual(seqs, [...new Set(seqs)]);
      const { duplicate, replay, malformed, ...other } = side.ignored();
      assert.deepEqual([duplicate, replay, malformed, other["identity-changed"]], [0, 0, 0, 0]);
    }
    await using again = await startOperator(own.path, ana, { agents: [box.id] });
    assert.equal(again.side.identity.kind, "signed");
    const told = again.events.flatMap((event) => (event.kind === "readings" ? [event.seq] : []));
    assert.deepEqual(
      told.filter((seq) => seqs.includes(seq)),
      [],
    );
    assert.ok(again.side.agents()[0]?.things.has("box"), "what a Thing is like is kept");
    const lost = await again.side.command({ thing: "box", op: "write", name: "lamp", input: true, lifetimeMs: 1000 });
    assert.deepEqual([lost.outcome.status, lost.outcome.code], ["unknown", "no-result"]);
  });
});

describe("strangers in the room", { skip: withoutSynapse, timeout: 300_000 }, () => {
  test("telemetry in clear or of an unsigned device is counted and not told", async () => {
    using own = temporaryDirectory();
    const [ana, bob] = await Promise.all([createUser(synapseUrl, "op"), createUser(synapseUrl, "stranger")]);
    const { recoveryKey } = await makeIdentity(ana);
    await using stranger = await openPlainClient(synapseUrl, bob, { sign: false });
    const room = await stranger.createRoom([ana.id]);
    await using operator = await startOperator(own.path, ana, { agents: [bob.id], recoveryKey });
    const { side, events } = operator;
    await until("the operator is in", () => side.agents()[0]?.rooms.includes(room) === true);
    const content = { v: 1, epoch: 1, seq: 1, clock: "trusted", columns: [] };
    const clear = { room, type: "dev.roomwire.telemetry", wire: JSON.stringify(content), txn: "clear" };
    await stranger.client.http.authedRequest(
      stranger.library.sdk.Method.Put,
      `/rooms/${encodeURIComponent(room)}/send/${clear.type}/${clear.txn}`,
      undefined,
      content,
    );
    await until("it was counted", () => side.ignored().plaintext === 1);
    await stranger.send(room, "dev.roomwire.telemetry", content);
    await until("that of the unsigned device, too", () => side.ignored().unsigned === 1);
    assert.deepEqual(
      events.filter(({ kind }) => kind === "readings"),
      [],
    );
  });
});
