import assert from "node:assert/strict";
import { test } from "node:test";
import { TextCodes } from "../../src/control/text-codes.ts";
import { asRoomId, asUserId } from "../../src/core/ids.ts";
import { type GateScene, gateScene, type Received, text } from "../fakes/gate-scene.ts";
import { HandClock } from "../fakes/hand-clock.ts";

/** 18 × 256 + 213 = 4821. */
const bytes = () => {
  let odd = true;
  return () => {
    odd = !odd;
    return odd ? 213 : 18;
  };
};
const scene = () => gateScene({ random: bytes() });
const last = (gate: GateScene) => gate.posted().at(-1)?.content ?? assert.fail();
const codes = (gate: GateScene) => gate.refusals.map(({ code }) => code);

async function say(gate: GateScene, body: string, more: Received = {}): Promise<string> {
  await gate.receive({ ...text(body), ...more });
  return String(last(gate).body);
}

test("a text that needs to be fresh is asked back for by a notice that replies", async () => {
  await using gate = scene();
  const asked = await say(gate, "!vent on", { eventId: "$wish" });
  assert.equal(asked, "Send 4821 within 30 s to set Greenhouse / Vent to on.");
  assert.deepEqual(last(gate)["m.relates_to"], { "m.in_reply_to": { event_id: "$wish" } });
  assert.equal(last(gate).msgtype, "m.notice");
  assert.deepEqual(gate.carried, []);
});

const asking: readonly (readonly [string, string])[] = [
  ["!water", "Send 4821 within 30 s to carry out Greenhouse / Water."],
  ["!water 90s", "Send 4821 within 30 s to carry out Greenhouse / Water for 1m 30s."],
  ["!heater on", "Send 4821 within 30 s to set Greenhouse / Heater to on."],
  ["!siren on for 10 min", "Send 4821 within 30 s to set Greenhouse / Siren to on for 10m."],
  ["!siren off", "Send 4821 within 30 s to set Greenhouse / Siren to off."],
];
for (const [body, question] of asking) {
  test(`"${body}" asks back`, async () => {
    await using gate = scene();
    assert.equal(await say(gate, body), question);
  });
}

for (const code of ["4821", "!4821", "/4821", "Greenhouse Pi: 4821"]) {
  test(`the code is taken as ${code}; the command's id is that of the confirming text`, async () => {
    await using gate = scene();
    await say(gate, "!vent on for 10m");
    const answer = await say(gate, code, {
      eventId: "$code",
      type: "m.room.message",
      content: { msgtype: "m.text", body: code },
      facts: { sessionId: "ana", index: 77 },
    });
    const [command] = gate.carried;
    assert.deepEqual(
      [command?.id, command?.eventId, command?.name, command?.input, command?.lease],
      ["ana:77", "$code", "vent", true, 600_000],
    );
    assert.equal(answer, "Greenhouse / Vent was set to on for 1m. Nothing reads it back.", "max_on ends it sooner");
  });
}

test("a code works once", async () => {
  await using gate = scene();
  await say(gate, "!vent on");
  await say(gate, "4821");
  await say(gate, "!4821");
  assert.equal(gate.carried.length, 1);
  assert.equal(codes(gate).at(-1), "challenge-wrong");
});

test("three wrong tries void it, even for the right one", async () => {
  await using gate = scene();
  await say(gate, "!vent on");
  assert.match(await say(gate, "1111"), /2 tries are left/);
  assert.match(await say(gate, "2222"), /1 try is left/);
  assert.match(await say(gate, "3333"), /void/);
  await say(gate, "!4821");
  assert.deepEqual(gate.carried, []);
});

test("after 30 s it is too late, and is told so", async () => {
  await using gate = scene();
  await say(gate, "!vent on");
  await gate.clock.advance(30_000);
  await say(gate, "4821");
  assert.deepEqual([gate.carried, codes(gate).at(-1)], [[], "challenge-expired"]);
});

test("a second wish voids the code of the first: at most one is open per operator", async () => {
  let byte = 0;
  await using gate = gateScene({ random: () => byte++ });
  await say(gate, "!vent on");
  const first = String(last(gate).body).slice(5, 9);
  await say(gate, "!water");
  const second = String(last(gate).body).slice(5, 9);
  assert.notEqual(first, second);
  await say(gate, first);
  await say(gate, second);
  assert.deepEqual(
    gate.carried.map(({ name }) => name),
    ["water"],
  );
});

test("nobody else's code counts, nor one typed in another room", () => {
  const clock = new HandClock();
  const [ana, bob] = [asUserId("@ana:x"), asUserId("@bob:x")];
  const [here, there] = [asRoomId("!here"), asRoomId("!there")];
  const all = new TextCodes(clock, (length) => Uint8Array.from([18, 213].slice(0, length)));
  const code = all.ask(ana, here, { thing: "box", op: "invoke", name: "open" });
  assert.equal(all.judge(bob, here, code).kind, "none");
  assert.equal(all.judge(ana, there, code).kind, "none");
  assert.equal(all.judge(ana, here, code).kind, "right");
});

test("four digits that nobody asked for are just talk; with a prefix they are told to be none", async () => {
  await using gate = scene();
  await gate.receive(text("2024"));
  assert.deepEqual([gate.refusals, gate.posted()], [[], []]);
  assert.match(await say(gate, "!2024"), /No code was asked for here/);
});

test("the wish is judged again when it is confirmed: rights that ended meanwhile count", async () => {
  const clock = new HandClock();
  const pin = "ana-master-key";
  const ana = asUserId("@ana:example.org");
  const operator = { user: ana, masterKey: pin, trust: undefined, may: ["write"], things: undefined } as const;
  await using gate = gateScene({ clock, random: bytes(), operators: [{ ...operator, until: clock.now() + 10_000 }] });
  await say(gate, "!vent on");
  await clock.advance(10_000);
  await say(gate, "4821");
  assert.deepEqual([gate.carried, codes(gate).at(-1)], [[], "rights-ended"]);
});

test("without a trusted clock a code replaces what the clock cannot tell", async () => {
  await using gate = scene();
  gate.clock.setTrusted(false);
  assert.match(await say(gate, "!pump on"), /^Send 4821/);
  await say(gate, "4821");
  assert.equal(gate.carried.length, 1);
});

test("all four digits come up, evenly", () => {
  let seed = 1;
  const random = (length: number) =>
    Uint8Array.from({ length }, () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % 256;
    });
  const all = new TextCodes(new HandClock(), random);
  const first = new Map<string, number>();
  for (let index = 0; index < 20_000; index++) {
    const code = all.ask(asUserId("@ana:x"), asRoomId("!r"), { thing: "a", op: "invoke", name: "b" });
    assert.match(code, /^\d{4}$/);
    first.set(code.slice(0, 1), (first.get(code.slice(0, 1)) ?? 0) + 1);
  }
  assert.equal(first.size, 10);
  for (const count of first.values()) assert.ok(count > 1_800 && count < 2_200, `${[...first]}`);
});
