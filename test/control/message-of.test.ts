import assert from "node:assert/strict";
import { test } from "node:test";
import { messageOf } from "../../src/control/message-of.ts";
import { agent, operators } from "../fakes/gate-scene.ts";

const [operator] = operators;
const invocation = { command: "set", arguments: { what: "pump", to: "on" } };
const content = {
  msgtype: "m.text",
  body: "whatever the client shows",
  "m.mentions": { user_ids: [agent] },
  "org.matrix.msc4391.command": invocation,
};

/** The text that is looked at; undefined: none. */
function lookedAt(more: Readonly<Record<string, unknown>>): string | undefined {
  assert.ok(operator !== undefined);
  let seen: string | undefined;
  const understand = ({ body }: { readonly body: string }) => {
    seen = body;
    return { kind: "chatter" } as const;
  };
  const event = { eventId: "$1" } as Parameters<typeof messageOf>[2]["event"];
  const codes = { judge: () => assert.fail() };
  messageOf("m.room.message", { ...content, ...more }, { event, operator }, { agent, speech: { understand }, codes });
  return seen;
}

test("arguments that a client sent to this agent count, and not the words beside them", () => {
  assert.equal(lookedAt({}), "!pump on");
});

test("those for another agent do not, and neither do those of an edit or a notice", () => {
  assert.equal(lookedAt({ "m.mentions": { user_ids: ["@other:hs"] } }), content.body);
  assert.equal(lookedAt({ "m.mentions": undefined }), content.body);
  assert.equal(lookedAt({ "m.new_content": { msgtype: "m.text", body: "edited" } }), "edited");
  assert.equal(lookedAt({ msgtype: "m.notice" }), undefined);
});
