import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isAboutAlerts } from "../../src/core/command.ts";
import { bob, gateScene, goodFacts, type Received, text } from "../fakes/gate-scene.ts";

/** What can be typed, and whether it quiets something without being asked back for. */
const typed = [
  { body: "!ack", quiets: true },
  { body: "/ACK Greenhouse.", quiets: true },
  { body: "greenhouse: seen", quiets: true },
  { body: "!mute off", quiets: true },
  { body: "!mute gh off", quiets: true },
  { body: "!mute 2h", quiets: false },
  { body: "!mute greenhouse for 2h", quiets: false },
  { body: "!mute 8d", quiets: false },
  { body: "ack", quiets: false },
  { body: "mute off", quiets: false },
  { body: "> !ack", quiets: false },
  { body: "!ack nowhere", quiets: false },
  { body: "please !ack", quiets: false },
] as const;

/** What is wrong with how it arrives. */
const flaws: Readonly<Record<string, (fine: Received) => Received>> = {
  none: (fine) => fine,
  "in clear": ({ content = {} }) => ({ opened: { kind: "plaintext", type: "m.room.message", content } }),
  "a session that is not signed": (fine) => ({ ...fine, facts: { device: "unsigned" } }),
  "another master key": (fine) => ({ ...fine, facts: { masterKey: "other" } }),
  "a red shield": (fine) => ({ ...fine, facts: { shield: "red" } }),
  "a forwarded key": (fine) => ({ ...fine, facts: { forwarded: true } }),
  "a ciphertext that was judged": (fine) => ({ ...fine, facts: { index: 0 } }),
  "an edit": ({ content = {} }) => ({
    type: "m.room.message",
    content: { ...content, "m.new_content": content, "m.relates_to": { rel_type: "m.replace", event_id: "$old" } },
  }),
  "a notice": ({ content = {} }) => ({ type: "m.room.message", content: { ...content, msgtype: "m.notice" } }),
  "who may only read": (fine) => ({ ...fine, sender: bob, facts: { masterKey: "bob-master-key", sessionId: "bob" } }),
  "a stranger": (fine) => ({ ...fine, sender: "@eve:example.org" }),
  "another room": (fine) => ({ ...fine, room: "!other" }),
  "too old": (fine) => ({ ...fine, sentAt: 1 }),
};

test("no text acknowledges or mutes anything without passing the gate", async () => {
  const counts = { quieted: 0, not: 0 };
  const flaw = fc.constantFrom(...Object.keys(flaws), "none", "none", "none", "none");
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...typed), flaw, async ({ body, quiets }, name) => {
      await using gate = gateScene();
      await gate.receive({ ...text("!temperature"), facts: { ...goodFacts, index: 0 } });
      const before = gate.carried.length;
      await gate.receive(flaws[name]?.(text(body)) ?? assert.fail(name));
      const quieted = gate.carried.slice(before).filter((command) => isAboutAlerts(command.name));
      const expected = quiets && name === "none" ? 1 : 0;
      assert.equal(quieted.length, expected, `${body}: ${name}`);
      assert.equal(gate.store.journal.length, before + expected, "what acts was written down");
      assert.deepEqual(gate.faults, []);
      counts[expected === 1 ? "quieted" : "not"] += 1;
    }),
    { numRuns: 600 },
  );
  assert.ok(Math.min(...Object.values(counts)) > 30, JSON.stringify(counts));
});
