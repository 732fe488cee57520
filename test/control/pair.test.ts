import assert from "node:assert/strict";
import { test } from "node:test";
import { PairButton } from "../../src/control/pair-button.ts";
import type { AuditNote } from "../../src/core/audit-ports.ts";
import { asUserId } from "../../src/core/ids.ts";
import { done, type GateScene, gateScene, operators, type Received, text } from "../fakes/gate-scene.ts";

const carol = asUserId("@carol:example.org");
const unpinned = {
  user: carol,
  masterKey: undefined,
  trust: undefined,
  may: ["read", "write"],
  things: undefined,
  until: undefined,
} as const;
const listed = { operators: [...operators, unpinned] };

function says(body: string, change: Partial<Received> = {}): Received {
  const facts = { masterKey: "carol-key", sessionId: "carol", ...change.facts };
  return { sender: carol, ...text(body), ...change, facts };
}

function codes(scene: GateScene): readonly string[] {
  return scene.refusals.map(({ code }) => code);
}

function notes(scene: GateScene, kind: AuditNote["kind"]): readonly AuditNote["body"][] {
  return scene.store.auditEntries(0, 100).flatMap((entry) => (entry.kind === kind ? [entry.body] : []));
}

test("the code from the console pins the key that typed it, is answered and audited, and counts from then on", async () => {
  await using scene = gateScene(listed);
  await scene.receive(says("!pump off"));
  assert.deepEqual(codes(scene), ["not-pinned"]);
  const code = scene.pairing.newCode();
  assert.match(code, /^[A-HJ-NP-Z2-9]{8}$/);
  await scene.receive(says(`!pair ${code.slice(0, 4).toLowerCase()} ${code.slice(4)}`));
  assert.deepEqual(scene.store.pin(carol), {
    user: carol,
    masterKey: "carol-key",
    way: "code",
    pinnedAt: scene.clock.now(),
  });
  assert.deepEqual(notes(scene, "pin"), [{ user: carol, master_key: "carol-key", way: "code" }]);
  assert.match(String(scene.posted().at(-1)?.content.body), /Paired: I know @carol:example.org by the key carol-key/);
  assert.deepEqual(
    scene.pinned.map(({ way }) => way),
    ["code"],
  );
  await scene.receive(says("!pump off"));
  assert.equal(scene.carried.length, 1);
});

test("a code works once, for ten minutes, and for five tries of everybody together", async () => {
  await using scene = gateScene(listed);
  const first = scene.pairing.newCode();
  await scene.receive(says(`!pair ${first}`));
  await scene.receive(says(`!pair ${first}`, { facts: { masterKey: "another" } }));
  assert.deepEqual(codes(scene), ["pair-closed"]);

  const late = scene.pairing.newCode();
  await scene.clock.advance(600_000);
  await scene.receive(says(`!pair ${late}`, { facts: { masterKey: "another" } }));
  assert.deepEqual(codes(scene), ["pair-closed", "pair-closed"]);

  const guessed = scene.pairing.newCode();
  for (let attempt = 0; attempt < 5; attempt++) {
    const [last] = guessed.slice(-1);
    await scene.receive(says(`!pair ${guessed.slice(0, 7)}${last === "A" ? "B" : "A"}`, { facts: { masterKey: "k" } }));
  }
  await scene.receive(says(`!pair ${guessed}`, { facts: { masterKey: "k" } }));
  assert.deepEqual(codes(scene).slice(2), [...Array(5).fill("pair-wrong"), "pair-closed"]);
  assert.equal(scene.store.pin(carol)?.masterKey, "carol-key");
});

const rejected: readonly (readonly [string, string, Partial<Received>])[] = [
  ["from an unsigned session", "unsigned-device", { facts: { device: "unsigned" } }],
  ["under a doubtful shield", "untrusted-key", { facts: { shield: "grey" } }],
  ["by a forwarded key", "forwarded-key", { facts: { forwarded: true } }],
  ["as an edit", "edit", { wireContent: { "m.relates_to": { rel_type: "m.replace", event_id: "$x" } } }],
  ["from somebody unlisted", "unlisted", { sender: "@mallory:example.org" }],
];
for (const [how, code, change] of rejected) {
  test(`the right code pins nothing ${how}, and is not used up by it`, async () => {
    await using scene = gateScene(listed);
    const right = scene.pairing.newCode();
    await scene.receive(says(`!pair ${right}`, change));
    // Who is not listed does not even get into the inbox.
    assert.deepEqual(codes(scene), code === "unlisted" ? [] : [code]);
    assert.deepEqual(scene.store.pins(), []);
    await scene.receive(says(`!pair ${right}`));
    assert.equal(scene.store.pin(carol)?.way, "code");
  });
}

test("a replayed pairing pins nothing", async () => {
  await using scene = gateScene(listed);
  await scene.receive(says("!pair", { facts: { index: 9000 } }));
  const code = scene.pairing.newCode();
  await scene.receive(says(`!pair ${code}`, { facts: { index: 9000 } }));
  assert.deepEqual(codes(scene), ["pair-closed", "replay"]);
});

test("a key of the configuration is never replaced, a first use is made good, and who is known is told so", async () => {
  const ana = { ...unpinned, user: operators[0]?.user ?? carol, masterKey: "pinned-by-file" };
  await using scene = gateScene({ operators: [ana, unpinned] });
  const code = scene.pairing.newCode();
  await scene.receive({ ...text(`!pair ${code}`), facts: { masterKey: "swapped", sessionId: "ana" } });
  assert.deepEqual(codes(scene), ["identity-changed"]);
  scene.store.setPin({ user: carol, masterKey: "carol-key", way: "first-use", pinnedAt: 1 }, { kind: "pin", body: {} });
  await scene.receive(says(`!pair ${code}`));
  assert.equal(scene.store.pin(carol)?.way, "code");
  await scene.receive(says("!pair"));
  assert.match(String(scene.posted().at(-1)?.content.body), /I know you already/);
});

test("a press lets the first unpinned operator pair without a code, once, within two minutes", async () => {
  const dora = { ...unpinned, user: asUserId("@dora:example.org") };
  await using scene = gateScene({ operators: [...listed.operators, dora] });
  const doraSays = { sender: dora.user, facts: { masterKey: "dora-key", sessionId: "dora" } };
  await scene.receive(says("!pair"));
  scene.pairing.press();
  await scene.clock.advance(120_000);
  await scene.receive(says("!pair"));
  assert.deepEqual(codes(scene), ["pair-closed", "pair-closed"]);
  scene.pairing.press();
  await scene.receive(says("!pair"));
  await scene.receive(says("!pair", doraSays));
  assert.deepEqual(
    scene.store.pins().map(({ user, way }) => [user, way]),
    [[carol, "button"]],
  );
  scene.pairing.press();
  await scene.receive(says("!pair", { facts: { masterKey: "another", sessionId: "late" } }));
  assert.equal(scene.store.pin(carol)?.masterKey, "carol-key");
});

test("a press is a change from off to on that was seen", () => {
  let presses = 0;
  const button = new PairButton(() => {
    presses += 1;
  });
  const saw = (value: boolean | undefined, quality: "ok" | "stale" = "ok") => button.saw({ value, quality });
  saw(true);
  saw(true);
  assert.equal(presses, 0, "found pressed at the start");
  saw(false);
  saw(true);
  saw(true);
  assert.equal(presses, 1);
  saw(false);
  saw(undefined, "stale");
  saw(true);
  assert.equal(presses, 1, "back from a loss");
});

test("first use pins the first key of a signed session, tells everybody else, and stays not verified", async () => {
  const trusting = { ...unpinned, trust: "first-use" } as const;
  await using scene = gateScene({ operators: [...operators, trusting] });
  await scene.receive(says("good morning"));
  await scene.receive(says("!pump off", { facts: { device: "unsigned" } }));
  assert.deepEqual(scene.store.pins(), []);
  await scene.receive(says("!pump off"));
  assert.equal(scene.store.pin(carol)?.way, "first-use");
  assert.equal(scene.carried.length, 1);
  const told = scene.posted().find(({ content }) => content.msgtype === "m.text");
  assert.match(String(told?.content.body), /First use: I know @carol:example.org by the key carol-key/);
  assert.deepEqual(told?.content["m.mentions"], { user_ids: operators.map(({ user }) => user) });
  await scene.receive(says("!pump off", { facts: { masterKey: "swapped" } }));
  assert.deepEqual(codes(scene).slice(-1), ["identity-changed"]);
  assert.equal(scene.store.pin(carol)?.masterKey, "carol-key");
});

test("without `trust: first-use` nothing is pinned by itself", async () => {
  await using scene = gateScene(listed);
  await scene.receive(says("!pump off"));
  assert.deepEqual([codes(scene), scene.store.pins()], [["not-pinned"], []]);
});

test("a pin that was taken away while a command waits stops it at the moment of acting", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await using scene = gateScene({ ...listed, carryOut: () => promise.then(() => done) });
  await scene.receive(says(`!pair ${scene.pairing.newCode()}`));
  await scene.receive(says("!lamp on"));
  await scene.receive(says("!pump on"));
  scene.store.removePin(carol, { kind: "pin", body: {} });
  resolve();
  await scene.clock.advance(0);
  assert.deepEqual(
    scene.outcomes.map(({ command, outcome }) => [command.name, "code" in outcome ? outcome.code : outcome.status]),
    [
      ["lamp", "done"],
      ["pump", "not-pinned"],
    ],
  );
});
