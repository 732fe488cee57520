import assert from "node:assert/strict";
import { test } from "node:test";
import { done, type GateScene, gateScene, goodFacts, text } from "../fakes/gate-scene.ts";

const results = (scene: GateScene) =>
  scene
    .posted()
    .filter(({ type }) => type === "dev.roomwire.result")
    .map(({ content }) => content);

test("the journal has begun a command before anything acts, and the result refers to its event", async () => {
  let journalAtActing = 0;
  await using scene = gateScene({
    carryOut: async () => {
      journalAtActing = scene.store.journal.length;
      return { ...done, confirmed: "property" };
    },
  });
  const content = scene.command();
  await scene.receive({ content, eventId: "$mine" });
  assert.equal(journalAtActing, 1);
  assert.deepEqual(results(scene), [
    {
      v: 1,
      command: content.id,
      status: "done",
      output: true,
      confirmed: "property",
      seq: 1,
      at: scene.clock.now(),
      "m.relates_to": { rel_type: "m.reference", event_id: "$mine" },
    },
  ]);
});

test("an event without its key holds back only later events of its own session", async () => {
  await using scene = gateScene();
  const [late, behind, other] = [
    scene.command(),
    scene.command({ name: "lamp" }),
    scene.command({ op: "read", input: undefined }),
  ];
  const wireContent = { session_id: "late-session" };
  await scene.receive({ eventId: "$late", opened: undefined });
  await scene.receive({
    eventId: "$behind",
    content: behind,
    wireContent,
    facts: { sessionId: "late-session", index: 2 },
  });
  await scene.receive({ content: other });
  assert.deepEqual(
    scene.carried.map(({ id }) => id),
    [other.id],
  );
  scene.opener.opened.set("$late", {
    kind: "opened",
    type: "dev.roomwire.command",
    content: late,
    facts: { ...goodFacts, sessionId: "late-session", index: 1 },
  });
  scene.obedience.wake();
  await scene.clock.advance(0);
  assert.deepEqual(
    scene.carried.map(({ id }) => id),
    [other.id, late.id, behind.id],
  );
});

test("an event whose key does not come within five minutes is refused, without another sync", async () => {
  await using scene = gateScene();
  await scene.receive({ opened: undefined });
  await scene.clock.advance(299_000);
  assert.deepEqual(scene.refusals, []);
  await scene.clock.advance(1_000);
  assert.deepEqual(
    scene.refusals.map(({ code }) => code),
    ["undecryptable"],
  );
});

test("no more than a hundred events wait for keys", async () => {
  await using scene = gateScene();
  for (let index = 0; index < 101; index++) {
    const sessionId = `s${index}`;
    await scene.receive({ opened: { kind: "waiting", sessionId }, wireContent: { session_id: sessionId } });
  }
  assert.deepEqual(
    scene.refusals.map(({ code }) => code),
    ["over-budget"],
  );
});

test("one command at a time per Thing, different Things at once, reads at once", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await using scene = gateScene({ carryOut: () => promise.then(() => done) });
  await scene.receive({ content: scene.command({ name: "lamp" }) });
  await scene.receive({ content: scene.command() });
  await scene.receive({ content: scene.command({ thing: "bath", name: "fan" }) });
  await scene.receive({ content: scene.command({ op: "read", name: "temperature", input: undefined }) });
  assert.deepEqual(
    scene.carried.map(({ name }) => name),
    ["lamp", "fan", "temperature"],
  );
  resolve();
  await scene.clock.advance(0);
  assert.deepEqual(
    scene.carried.map(({ name }) => name),
    ["lamp", "fan", "temperature", "pump"],
  );
});

test("accepted is said only after 3 s without a final result", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await using scene = gateScene({ carryOut: () => promise.then(() => done) });
  await scene.receive();
  await scene.clock.advance(2_999);
  assert.deepEqual(results(scene), []);
  await scene.clock.advance(1);
  resolve();
  await scene.clock.advance(10_000);
  assert.deepEqual(
    results(scene).map(({ status, seq }) => [status, seq]),
    [
      ["accepted", 1],
      ["done", 2],
    ],
  );
});

test("what was typed is said to be under way after 3 s, where something moves, and then how it ended", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await using scene = gateScene({ carryOut: () => promise.then(() => done) });
  const words = () => scene.posted().map(({ content }) => String(content.body));
  await scene.receive(text("!temperature"));
  await scene.receive(text("!lamp on"));
  await scene.clock.advance(2_999);
  assert.deepEqual(words(), []);
  await scene.clock.advance(1);
  assert.deepEqual(words(), ["Greenhouse / Lamp: under way. I say when it is over."]);
  const [first] = scene.posted();
  assert.equal((first?.content["dev.roomwire.result"] as { status?: string } | undefined)?.status, "accepted");
  resolve();
  await scene.clock.advance(10_000);
  assert.equal(words().length, 3, words().join("; "));
  assert.match(words().at(-1) ?? "", /^Greenhouse \/ Lamp/);
});

test("a command that expires while it waits behind another is refused, never fired late", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await using scene = gateScene({ carryOut: () => promise.then(() => done) });
  await scene.receive({ content: scene.command({ name: "lamp" }) });
  const waiting = scene.command();
  await scene.receive({ content: waiting });
  await scene.clock.advance(30_000);
  resolve();
  await scene.clock.advance(0);
  const end = scene.outcomes.find(({ command }) => command.id === waiting.id)?.outcome;
  assert.equal(end?.status === "refused" && end.code, "expired");
});

test("an identity that changed since the command was judged is noticed when acting", async () => {
  await using scene = gateScene();
  scene.opener.factsNow = { masterKey: "swapped" };
  await scene.receive();
  assert.deepEqual(scene.carried, []);
  const [{ outcome } = { outcome: done }] = scene.outcomes;
  assert.equal(outcome.status === "refused" && outcome.code, "identity-changed");
});

test("what was under way when the agent died is unknown after the start, and is not done again", async () => {
  const first = gateScene({ carryOut: () => new Promise(() => {}) });
  const content = first.command();
  await first.receive({ content });
  await using second = gateScene({ store: first.store, clock: first.clock, opener: first.opener });
  second.obedience.wake();
  await second.clock.advance(0);
  assert.deepEqual(second.carried, []);
  assert.deepEqual(
    results(second).map(({ command, status, code }) => [command, status, code]),
    [[content.id, "unknown", "interrupted"]],
  );
});

test("a bug while acting ends as unknown and is reported; the next command runs", async () => {
  let isBroken = true;
  await using scene = gateScene({
    carryOut: async () => {
      if (isBroken) throw new TypeError("a bug");
      return done;
    },
  });
  await scene.receive();
  isBroken = false;
  await scene.receive();
  assert.deepEqual(
    scene.outcomes.map(({ outcome }) => outcome.status),
    ["unknown", "done"],
  );
  assert.equal(scene.faults.length, 1);
});

test("when the store takes no verdict nothing acts, and it is tried again after a second", async () => {
  await using scene = gateScene();
  scene.store.failNext = new Error("disk full");
  await scene.receive();
  assert.equal(scene.carried.length, 0);
  assert.equal(scene.faults.length, 1);
  await scene.clock.advance(1_000);
  assert.equal(scene.carried.length, 1);
});

test("a message of the agent itself, and one of people to each other, is passed over in silence", async () => {
  await using scene = gateScene();
  await scene.receive({ sender: "@greenhouse:example.org" });
  await scene.receive(text("shall we turn the pump on?"));
  await scene.receive({ type: "m.room.message", content: { msgtype: "m.notice", body: "!pump on" } });
  assert.deepEqual([scene.refusals, scene.carried, scene.posted()], [[], [], []]);
  assert.equal(scene.store.nextEvent(0), undefined);
});

test("a text command is answered by one notice that replies and carries the result", async () => {
  await using scene = gateScene();
  await scene.receive({ ...text("!pump on"), eventId: "$asked" });
  const [{ type, content } = { type: "", content: {} }, ...others] = scene.posted();
  assert.deepEqual(others, []);
  assert.equal(type, "m.room.message");
  assert.equal(content.body, "Greenhouse / Pump was set to on. Nothing reads it back.");
  assert.deepEqual(content["m.relates_to"], { "m.in_reply_to": { event_id: "$asked" } });
  assert.equal((content["dev.roomwire.result"] as { status: string }).status, "done");
});

test("a text may read, write a safe value, and write what ends by itself; all else asks back", async () => {
  await using scene = gateScene();
  const codes: (string | undefined)[] = [];
  for (const body of [
    "!temperature",
    "!heater off",
    "!pump off",
    "!pump on",
    "!lamp on",
    "!vent on",
    "!vent off",
    "!rest",
  ]) {
    scene.refusals.length = 0;
    await scene.receive(text(body));
    codes.push(scene.refusals[0]?.code);
  }
  assert.deepEqual(codes, [undefined, "challenge", undefined, undefined, undefined, "challenge", undefined, undefined]);
});

test("a text that lay about for more than five minutes moves nothing", async () => {
  await using scene = gateScene();
  const now = scene.clock.now();
  await scene.receive({ ...text("!pump on"), sentAt: now - 301_000 });
  await scene.receive({ ...text("!pump on"), receivedAt: now - 301_000 });
  assert.deepEqual(
    scene.refusals.map(({ code }) => code),
    ["expired", "expired"],
  );
});

test("a reply and a thread are no obstacle to a text", async () => {
  await using scene = gateScene();
  const inReply = { "m.in_reply_to": { event_id: "$x" } };
  await scene.receive(text("!pump on", { "m.relates_to": inReply }));
  await scene.receive(text("!pump off", { "m.relates_to": { rel_type: "m.thread", event_id: "$x", ...inReply } }));
  assert.equal(scene.carried.length, 2);
});

test("without a trusted clock every command event asks for a challenge", async () => {
  await using scene = gateScene();
  scene.clock.setTrusted(false);
  await scene.receive();
  assert.deepEqual(
    scene.refusals.map(({ code }) => code),
    ["challenge"],
  );
});

test("an unsigned session is told once a day, and at most three of one user", async () => {
  await using scene = gateScene();
  const arrive = (session: string) =>
    scene.receive({
      opened: { kind: "isolated", code: "unsigned-device", sessionId: session },
      wireContent: { session_id: session },
    });
  for (const session of ["a", "a", "b", "c", "d"]) await arrive(session);
  assert.equal(scene.notices, 3);
  await scene.clock.advance(86_400_000);
  await arrive("a");
  assert.equal(scene.notices, 4);
});

test("five refusals are told at once, then one in 10 s; the rest is one line", async () => {
  await using scene = gateScene();
  for (let index = 0; index < 8; index++) await scene.receive({ content: scene.command({ name: "door" }) });
  assert.equal(scene.posted().length, 5);
  await scene.clock.advance(10_000);
  assert.equal(scene.posted().length, 6);
  assert.equal(scene.posted()[5]?.content.body, "3 more messages were refused (3 unknown-target).");
});

test("the id of a refused command of a trusted sender is spent", async () => {
  await using scene = gateScene();
  const wrong = scene.command({ name: "door" });
  await scene.receive({ content: wrong });
  await scene.receive({ content: { ...wrong, name: "pump" } });
  assert.deepEqual(
    scene.refusals.map(({ code }) => code),
    ["unknown-target", "repeated"],
  );
  assert.deepEqual(scene.carried, []);
});
