import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cutSync, gapsOf } from "../../src/matrix/cut-sync.ts";
import type { SyncBody } from "../../src/matrix/sync-body.ts";
import { body, message, operator, room, rules, self, state } from "./some-sync.ts";

const stateAfter = "org.matrix.msc4222.state_after";

function libraryRoom(cut: { readonly body: SyncBody }, kind: "join" | "leave" = "join") {
  return cut.body.rooms?.[kind]?.[room] ?? assert.fail();
}

test("messages are kept in order of arrival and the library gets an empty timeline", () => {
  const timeline = { events: [message("$1"), message("$2")], limited: true, prev_batch: "p" };
  const cut = cutSync(body("t", { timeline }), rules);
  assert.deepEqual(
    cut.events.map(({ eventId }) => eventId),
    ["$1", "$2"],
  );
  assert.deepEqual(JSON.parse(cut.events[0]?.raw ?? ""), message("$1"));
  assert.deepEqual(libraryRoom(cut).timeline, { events: [], limited: false, prev_batch: "p" });
  assert.deepEqual(gapsOf(body("t", { timeline }), rules), [{ room, from: "p" }]);
});

test("state of the timeline is moved behind the state before it", () => {
  const section = {
    state: { events: [state("a", "")] },
    timeline: { events: [state("b", ""), message("$1"), state("c", "")] },
  };
  const types = libraryRoom(cutSync(body("t", section), rules)).state?.events?.map(({ type }) => type);
  assert.deepEqual(types, ["a", "b", "c"]);
});

test("where the homeserver tells the state after the timeline, that alone counts", () => {
  const section = {
    [stateAfter]: { events: [state("b", "")] },
    timeline: { events: [state("a", ""), state("b", "")] },
  };
  const cut = libraryRoom(cutSync(body("t", section), rules));
  assert.deepEqual(
    cut[stateAfter]?.events?.map(({ type }) => type),
    ["b"],
  );
  assert.equal(cut.state, undefined);
});

test("an own invitation from before the join takes nobody out of a joined room", () => {
  const own = (membership: string) => state("m.room.member", self, { membership });
  const others = state("m.room.member", operator, { membership: "leave" });
  const section = { state: { events: [own("invite"), others] }, timeline: { events: [own("join")] } };
  const members = libraryRoom(cutSync(body("t", section), rules)).state?.events;
  assert.deepEqual(members, [others, own("join")]);
});

test("an invitation from before somebody's join takes nobody out of a joined room, unless something may be missing between the two", () => {
  const invited = (user: string) => state("m.room.member", user, { membership: "invite" });
  const isJoined = (id: string, user: string): boolean => id === room && user === operator;
  const told = (limited: boolean) => {
    const section = { state: { events: [invited(operator), invited("@new:x")] }, timeline: { events: [], limited } };
    return libraryRoom(cutSync(body("t", section), { ...rules, isJoined })).state?.events;
  };
  assert.deepEqual(told(false), [invited("@new:x")]);
  assert.deepEqual(told(true), [invited(operator), invited("@new:x")]);
});

test("a room that was left keeps its state events for the library", () => {
  const section = { timeline: { events: [state("m.room.member", self, { membership: "leave" })] } };
  const cut = cutSync({ next_batch: "t", rooms: { leave: { [room]: section } } } as SyncBody, rules);
  assert.equal(libraryRoom(cut, "leave").state?.events?.length, 1);
});

test("encrypted state is kept aside and never given to the library", () => {
  const sealed = state("m.room.encrypted", "dev.roomwire.thing:x");
  const cut = cutSync(body("t", { state: { events: [sealed] }, timeline: { events: [sealed] } }), rules);
  assert.deepEqual(libraryRoom(cut).state?.events, []);
  assert.deepEqual(
    cut.sealedState.map(({ stateKey }) => stateKey),
    ["dev.roomwire.thing:x", "dev.roomwire.thing:x"],
  );
  assert.deepEqual(cut.events, []);
});

test("our own events, other rooms, history, giants and what the budget refuses are not kept", () => {
  const giant = { ...message("$big"), content: { ciphertext: "x".repeat(65_536) } };
  const timeline = { events: [message("$own", self), giant, message("$no"), message("$yes")] };
  const cut = cutSync(body("t", { timeline }), { ...rules, admit: ({ eventId }) => eventId !== "$no" });
  assert.deepEqual(
    cut.events.map(({ eventId }) => eventId),
    ["$yes"],
  );
  assert.equal(cut.skipped, 3);
  assert.deepEqual(cutSync(body("t", { timeline }, "!other"), rules).events, []);
  assert.deepEqual(cutSync(body("t", { timeline }), { ...rules, initial: true }).events, []);
});

test("events of people who may not command are dropped before they are even written out", () => {
  const unwritable = { toJSON: () => assert.fail("it was looked into") };
  const strange = { ...message("$strange", "@stranger:x"), content: unwritable };
  const timeline = { events: [strange, message("$yes"), { ...message("$nobody"), sender: 7 }] };
  const admitted: string[] = [];
  const cut = cutSync(body("t", { timeline }), {
    ...rules,
    mayCommand: (sender) => sender === operator,
    admit: ({ eventId }) => admitted.push(eventId) > 0,
  });
  assert.deepEqual([admitted, cut.events.length, cut.skipped], [["$yes"], 1, 2]);
});

test("our own join is no gap, and only welcome invitations reach the library", () => {
  const joined = { events: [state("m.room.member", self, { membership: "join" })], limited: true };
  assert.deepEqual(gapsOf(body("t", { timeline: joined }), rules), []);
  const invitation = (sender: string) => ({
    invite_state: { events: [{ ...state("m.room.member", self, { membership: "invite" }), sender }] },
  });
  const invite = { "!a": invitation(operator), "!b": invitation("@stranger:x") };
  const cut = cutSync({ next_batch: "t", rooms: { invite } } as SyncBody, rules);
  assert.deepEqual(Object.keys(cut.body.rooms?.invite ?? {}), ["!a"]);
  assert.deepEqual(cut.invites, [
    { room: "!a", inviter: operator, isDirect: false, isEncrypted: false },
    { room: "!b", inviter: "@stranger:x", isDirect: false, isEncrypted: false },
  ]);
});

test("no shape of an event in a timeline breaks the cut, and none of it stays in the library's", () => {
  const event = fc.oneof(
    fc.record(
      { type: fc.anything(), sender: fc.anything(), event_id: fc.anything(), content: fc.anything() },
      { requiredKeys: [] },
    ),
    fc.record({
      type: fc.string(),
      sender: fc.string(),
      event_id: fc.string(),
      content: fc.object(),
      state_key: fc.string(),
    }),
  );
  const json = fc.array(event).map((events) => JSON.parse(JSON.stringify(events)) as object[]);
  fc.assert(
    fc.property(json, (events) => {
      const cut = cutSync(body("t", { timeline: { events } }), rules);
      assert.deepEqual(libraryRoom(cut).timeline?.events, []);
      for (const kept of cut.events) assert.equal(typeof kept.eventId, "string");
    }),
  );
});
