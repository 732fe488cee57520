import assert from "node:assert/strict";
import { test } from "node:test";
import { asUserId } from "../../src/core/ids.ts";
import { type RefusalCode, refusalCodes } from "../../src/core/refusal-codes.ts";
import { agent, bob, done, type GateScene, gateScene, goodFacts, operators, pin, text } from "../fakes/gate-scene.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const cellar = asUserId("@cellar:example.org");
const dave = asUserId("@dave:example.org");

/** Listed, and served under a key that nobody has pinned. */
const stranger = { sender: "@carol:example.org", facts: { masterKey: "carol-key", sessionId: "carol" } };

type Provoke = (scene: GateScene) => Promise<void>;

/** Refusals of what the gate admitted: by what runs commands, and by the limits of the output. */
type Later =
  | "superseded"
  | "stopping"
  | { [Code in RefusalCode]: (typeof refusalCodes)[Code]["rule"] extends 8 ? Code : never }[RefusalCode];

/** One way to meet each refusal of the gate. The type demands that none is left out. */
const refusals: { readonly [Code in Exclude<RefusalCode, Later>]: Provoke } = {
  "unknown-room": (scene) => scene.receive({ room: "!elsewhere" }),
  "not-joined": async (scene) => {
    scene.joined = false;
    await scene.receive();
  },
  plaintext: (scene) =>
    scene.receive({ opened: { kind: "plaintext", type: "dev.roomwire.command", content: scene.command() } }),
  "too-large": (scene) => scene.receive({ wireContent: { padding: "x".repeat(20_000) } }),
  "over-budget": async (scene) => {
    for (let index = 0; index < 201; index++) await scene.receive({ type: "m.reaction", content: {} });
  },
  relation: (scene) => scene.receive({ wireContent: { "m.relates_to": { rel_type: "m.thread", event_id: "$other" } } }),
  edit: (scene) => scene.receive(text("* !pump on", { "m.new_content": { msgtype: "m.text", body: "!pump on" } })),
  unlisted: (scene) => scene.receive({ sender: "@mallory:example.org" }),
  "unsigned-device": (scene) =>
    scene.receive({ opened: { kind: "isolated", code: "unsigned-device", sessionId: "unsigned" } }),
  "not-pinned": (scene) => scene.receive({ sender: "@carol:example.org" }),
  "identity-changed": (scene) => scene.receive({ facts: { masterKey: "another" } }),
  "pair-closed": (scene) => scene.receive({ ...stranger, ...text("!pair ABCDEFGH") }),
  "pair-wrong": async (scene) => {
    scene.pairing.newCode();
    await scene.receive({ ...stranger, ...text("!pair WRONGONE") });
  },
  "untrusted-key": (scene) => scene.receive({ facts: { shield: "grey" } }),
  "forwarded-key": (scene) => scene.receive({ facts: { forwarded: true } }),
  replay: async (scene) => {
    await scene.receive({ type: "m.reaction", content: {}, facts: { index: 5000 } });
    await scene.receive({ facts: { index: 5000 } });
  },
  undecryptable: (scene) =>
    scene.receive({ opened: { kind: "undecryptable", detail: "bad MAC", sessionId: "session" } }),
  malformed: (scene) => scene.receive({ content: { ...scene.command(), extra: 1 } }),
  version: (scene) => scene.receive({ content: scene.command({ v: 2 }) }),
  "wrong-agent": (scene) => scene.receive({ content: scene.command({ agent: "@other:example.org" }) }),
  "wrong-room": (scene) => scene.receive({ content: scene.command({ room_id: "!elsewhere" }) }),
  "unknown-target": (scene) => scene.receive({ content: scene.command({ name: "door" }) }),
  "not-writable": (scene) => scene.receive({ content: scene.command({ name: "temperature", input: "21" }) }),
  "bad-input": (scene) => scene.receive({ content: scene.command({ name: "setpoint", input: "31" }) }),
  "not-addressed": async (scene) => {
    scene.agents = [agent, cellar];
    await scene.receive(text("!pump on"));
  },
  "not-allowed": (scene) => scene.receive({ sender: bob, facts: { masterKey: "bob-master-key", sessionId: "bob" } }),
  expired: (scene) => {
    const now = scene.clock.now();
    return scene.receive({ content: scene.command({ issued_at: now - 31_000, expires_at: now - 1_000 }) });
  },
  "too-long": (scene) => scene.receive({ content: scene.command({ expires_at: scene.clock.now() + 300_001 }) }),
  "from-the-future": (scene) => scene.receive({ content: scene.command({ issued_at: scene.clock.now() + 5_001 }) }),
  challenge: (scene) => scene.receive({ content: scene.command({ name: "vent" }) }),
  "challenge-wrong": (scene) => scene.receive({ content: scene.command({ challenge: "AAAA" }) }),
  "challenge-used": async (scene) => {
    await answer(scene);
    scene.carried.length = 0;
    await answer(scene);
  },
  "challenge-expired": async (scene) => {
    await scene.receive({ content: scene.command({ name: "vent" }) });
    await scene.clock.advance(30_000);
    await answer(scene);
  },
  "rights-ended": async (scene) => {
    await scene.clock.advance(1);
    await scene.receive({ sender: dave, facts: { masterKey: "dave-master-key", sessionId: "dave" } });
  },
  repeated: async (scene) => {
    const content = scene.command({ op: "read", input: undefined, name: "temperature" });
    await scene.receive({ content: JSON.parse(JSON.stringify(content)) });
    scene.carried.length = 0;
    await scene.receive({ content: JSON.parse(JSON.stringify(content)) });
  },
};

/** Repeats the wish with the one challenge that was given for it. */
async function answer(scene: GateScene): Promise<void> {
  const given = () =>
    scene
      .posted()
      .map(({ content }) => content.challenge as { readonly nonce: string } | undefined)
      .findLast((challenge) => challenge !== undefined);
  if (given() === undefined) await scene.receive({ content: scene.command({ name: "vent" }) });
  await scene.receive({ content: scene.command({ name: "vent", challenge: given()?.nonce }) });
}

/** Refused before the inbox: only counted. */
const cut: ReadonlySet<string> = new Set(["unlisted", "too-large", "over-budget"]);

const told: ReadonlySet<string> = new Set([
  "plaintext",
  "relation",
  "edit",
  "not-pinned",
  "identity-changed",
  "pair-closed",
  "pair-wrong",
  "untrusted-key",
  "forwarded-key",
  "undecryptable",
  "malformed",
  "version",
  "wrong-room",
  "unknown-target",
  "not-writable",
  "bad-input",
  "not-allowed",
  "rights-ended",
  "expired",
  "too-long",
  "from-the-future",
  "challenge",
  "challenge-wrong",
  "challenge-used",
  "challenge-expired",
  "repeated",
]);

for (const [code, provoke] of Object.entries(refusals)) {
  test(`refuses: ${code}`, async () => {
    const nothing = { masterKey: undefined, trust: undefined, until: undefined, things: undefined };
    const carol = { ...nothing, user: "@carol:example.org" as (typeof operators)[0]["user"] };
    const ending = { ...nothing, user: dave, masterKey: "dave-master-key", until: new HandClock().now() + 1 };
    const listed = [...operators, { ...carol, may: ["write"] }, { ...ending, may: ["write"] }] as const;
    await using scene = gateScene({ operators: listed });
    await provoke(scene);
    if (cut.has(code)) {
      assert.deepEqual([scene.cut.map((report) => report.code), scene.refusals], [[code], []]);
    } else assert.equal(scene.refusals.at(-1)?.code, code);
    assert.deepEqual(scene.carried, [], "nothing was carried out");
    assert.deepEqual(scene.faults, []);
    const last = scene.posted().at(-1);
    assert.equal(
      JSON.stringify(last ?? "").includes(code) || JSON.stringify(last ?? "").includes("Refused"),
      told.has(code),
    );
  });
}

test("refuses: superseded", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await using scene = gateScene({ carryOut: () => promise.then(() => done) });
  const first = scene.command({ name: "lamp" });
  const older = scene.command();
  const newer = scene.command({ input: false });
  for (const content of [first, older, newer]) await scene.receive({ content });
  resolve();
  await scene.clock.advance(0);
  assert.deepEqual(
    scene.outcomes.map(({ command, outcome }) => [command.id, outcome.status === "refused" ? outcome.code : "done"]),
    [
      [older.id, "superseded"],
      [first.id, "done"],
      [newer.id, "done"],
    ],
  );
});

test("refuses: stopping", async () => {
  const scene = gateScene({ carryOut: () => new Promise(() => {}) });
  const [running, waiting] = [scene.command({ name: "lamp" }), scene.command()];
  await scene.receive({ content: running });
  await scene.receive({ content: waiting });
  await scene[Symbol.asyncDispose]();
  assert.deepEqual(
    scene.outcomes.map(({ command, outcome }) => [command.id, "code" in outcome ? outcome.code : "done"]),
    [
      [waiting.id, "stopping"],
      [running.id, "interrupted"],
    ],
  );
});

test("every refusal code has its own row", () => {
  const limits = Object.entries(refusalCodes).flatMap(([code, { rule }]) => (rule === 8 ? [code] : []));
  const rows = [...Object.keys(refusals), "superseded", "stopping", ...limits];
  assert.deepEqual(rows.sort(), Object.keys(refusalCodes).sort());
});

test("a good command passes, so the rows refuse for their own reason alone", async () => {
  await using scene = gateScene();
  await scene.receive();
  assert.equal(scene.carried.length, 1);
  assert.deepEqual(scene.refusals, []);
  assert.equal(goodFacts.masterKey, pin);
});
