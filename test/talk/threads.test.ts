import assert from "node:assert/strict";
import { test } from "node:test";
import { talkToPeople } from "../../src/talk/talk-to-people.ts";
import { Threads } from "../../src/talk/threads.ts";
import { gateScene, operators, text, things } from "../fakes/gate-scene.ts";
import { talkParts } from "../fakes/talk-parts.ts";

const inThread = { rel_type: "m.thread", event_id: "$root", is_falling_back: false };
const asked = { "m.relates_to": { rel_type: "m.thread", event_id: "$root", "m.in_reply_to": { event_id: "$last" } } };

test("what is asked in a thread is answered there, and what is asked beside it is not", () => {
  const talk = talkToPeople(talkParts({ things }));
  const [operator] = operators;
  assert.ok(operator !== undefined);
  const understand = (eventId: string, thread: string | undefined) => {
    const understood = talk.understand({ body: "!status", operator, eventId, isMentioned: false, thread });
    return understood.kind === "answer" ? understood.content["m.relates_to"] : assert.fail(understood.kind);
  };
  assert.deepEqual(understand("$one", "$root"), { ...inThread, "m.in_reply_to": { event_id: "$one" } });
  assert.deepEqual(understand("$two", undefined), { "m.in_reply_to": { event_id: "$two" } });
});

test("outcome, question for a code and refusal go to the thread of the text", async () => {
  await using gate = gateScene();
  for (const typed of ["!pump on", "!water", "!flow 999999"]) {
    await gate.receive(text(typed, asked));
    const { content } = gate.posted().at(-1) ?? assert.fail(typed);
    const { "m.in_reply_to": reply, ...place } = content["m.relates_to"] as Record<string, unknown>;
    assert.deepEqual(place, inThread, typed);
    assert.ok(reply !== undefined);
  }
});

test("of the many texts that were asked in threads the newest are known", () => {
  const threads = new Threads();
  for (let index = 0; index < 1000; index++) threads.note(`$${index}`, "$root");
  assert.deepEqual(threads.place({ body: "a" }, "$0"), { body: "a" });
  assert.equal("m.relates_to" in threads.place({ body: "a" }, "$999"), true);
});
