import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { askYesOrNo } from "../../../src/cli/operators/ask-yes-or-no.ts";
import { operatorLines, verifyLine } from "../../../src/cli/operators/operator-lines.ts";
import { readOperatorWords } from "../../../src/cli/operators/read-operator-words.ts";

test("the list says own key, rights, standing and both keys where they differ", () => {
  const person = { role: "operator", may: ["read", "write"], things: ["pump"], until: 0, way: "code", pinned_at: 5 };
  const lines = operatorLines("list", {
    agent: { user: "@agent:x", master_key: "own", replaced_by: "stolen" },
    people: [
      { ...person, user: "@ana:x", standing: "identity-changed", pinned: "k1", served: "k2" },
      {
        user: "@eve:x",
        role: "reader",
        may: [],
        things: null,
        until: null,
        standing: "not-pinned",
        way: null,
        pinned_at: null,
        pinned: null,
        served: null,
      },
    ],
  });
  assert.deepEqual(lines, [
    "@agent:x (this agent)",
    "  master key  own",
    "  REPLACED at the homeserver by stolen",
    "@ana:x: may read, write on pump until 1970-01-01T00:00:00.000Z",
    "  ANOTHER IDENTITY than the pinned one, not obeyed (by code, 1970-01-01T00:00:00.005Z)",
    "  pinned  k1",
    "  served  k2",
    "@eve:x: reader",
    "  NOT PINNED",
  ]);
});

test("a code is shown so that it can be read and copied", () => {
  const lines = operatorLines("pair", { code: "ABCDEFGH", valid_ms: 600_000 });
  assert.match(lines[0] ?? "", /ABCD EFGH, for 10 minutes and once/);
  assert.equal(lines.at(-1), "  !pair ABCDEFGH");
});

test("who is removed under first use is said to be pinned again, and what ends that", () => {
  const lines = (more: object) => operatorLines("remove", { user: "@ana:x", ...more });
  assert.deepEqual(lines({ removed: true }), ["@ana:x is no longer pinned, and not obeyed."]);
  assert.deepEqual(lines({ removed: false }), ["@ana:x was not pinned."]);
  assert.match(lines({ removed: true, trust: "first-use" }).join(" "), /no longer pinned\. Their next message pins/);
  assert.match(lines({ removed: false, trust: "first-use" }).join(" "), /was not pinned\. .*trust: first-use/);
});

test("pictures come one a line, and an end says why", () => {
  const shown = verifyLine({ kind: "emojis", user: "@ana:x", emojis: [{ symbol: "🐶", name: "Dog" }] });
  assert.equal(shown.at(-1), "  🐶  Dog");
  assert.deepEqual(verifyLine({ kind: "something else" }), []);
  assert.deepEqual(operatorLines("verify", { kind: "ended", user: "@ana:x", reason: "Said no." }), [
    "@ana:x was not verified. Said no.",
  ]);
});

test("the words after operators", () => {
  const read = (...words: readonly string[]) => readOperatorWords(words, { inRoom: false });
  assert.deepEqual(read(), { ask: "list" });
  assert.deepEqual(read("pin", "@ana:x", "key"), { ask: "pin", user: "@ana:x", key: "key" });
  const ana = { ask: "verify", user: "@ana:x" };
  assert.deepEqual(readOperatorWords(["verify", "@ana:x"], { inRoom: false, session: "S" }), { ...ana, session: "S" });
  assert.deepEqual(readOperatorWords(["verify", "@ana:x"], { inRoom: true }), { ...ana, in_room: true });
  for (const wrong of [["dance"], ["show"], ["pin", "@ana:x"], ["list", "x"], ["pair", "x"]]) {
    assert.throws(() => read(...wrong), /is not understood/);
  }
  assert.throws(() => readOperatorWords(["verify", "@ana:x"], { inRoom: true, session: "S" }), /is not understood/);
  assert.throws(() => readOperatorWords(["verify"], { inRoom: true }), /is not understood/);
  assert.throws(() => readOperatorWords(["show", "@ana:x"], { inRoom: false, session: "S" }), /is not understood/);
});

test("nothing but yes and no is an answer, and an end of the input is none", async () => {
  const ask = async (text: string) => {
    const input = new PassThrough();
    input.end(text);
    return await askYesOrNo(input, new PassThrough())("? ");
  };
  assert.equal(await ask("perhaps\n YES \n"), true);
  assert.equal(await ask("n\n"), false);
  assert.equal(await ask("yesterday\n"), undefined);
});
