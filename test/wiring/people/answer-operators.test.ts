import assert from "node:assert/strict";
import { test } from "node:test";
import type { AgentFault } from "../../../src/core/agent-fault.ts";
import { asRoomId, asUserId } from "../../../src/core/ids.ts";
import type { OperationCall, OperationRequest } from "../../../src/core/operation-ports.ts";
import type { Pin } from "../../../src/core/store-ports.ts";
import type { Verification } from "../../../src/matrix/verification.ts";
import type { VerificationFlow } from "../../../src/matrix/verification-flows.ts";
import type { ShownEmoji, VerificationEnd } from "../../../src/matrix/verify-emoji.ts";
import { answerOperators } from "../../../src/wiring/people/answer-operators.ts";
import type { OperatorsDesk } from "../../../src/wiring/people/operators-desk.ts";
import { HandClock } from "../../fakes/hand-clock.ts";
import { MemoryControlStore } from "../../fakes/memory-control-store.ts";

const ana = asUserId("@ana:x");
const bob = asUserId("@bob:x");
const eve = asUserId("@eve:x");
const agent = asUserId("@agent:x");
const room = asRoomId("!room");
const plain = { trust: undefined, may: ["read"], things: undefined, until: undefined } as const;
const emojis: readonly ShownEmoji[] = [{ symbol: "🐶", name: "Dog" }];

/** A desk with Ana pinned by the configuration, Bob not pinned, Eve a reader. */
function scene(end: VerificationEnd = { kind: "verified", masterKey: "bob-1" }) {
  const clock = new HandClock();
  const store = new MemoryControlStore(() => clock.now());
  const pinned: Pin[] = [];
  const asked: string[] = [];
  const waiting: VerificationFlow[] = [];
  const flow = (user: typeof bob, how: string): VerificationFlow => {
    asked.push(how);
    return { user, room: undefined, request: {} as never, hasCovered: () => true };
  };
  const verification = {
    takeRequest: (user) => (user === undefined || waiting[0]?.user === user ? waiting.shift() : undefined),
    sessions: async () => [
      { device: "PHONE", name: "Phone", isSigned: true },
      { device: "LAPTOP", name: undefined, isSigned: true },
      { device: "OLD", name: undefined, isSigned: false },
    ],
    askSession: async (user, session) => flow(user, `session ${session}`),
    askInRoom: async (user, place) => flow(user, `room ${place}`),
    servedKey: async (user) => (user === agent ? "agent-2" : `${user.slice(1, 4)}-1`),
    run: async (_flow, compare) => ((await compare(emojis)) === true ? end : { kind: "ended", reason: "said no" }),
  } as Partial<Verification> as Verification;
  const desk: OperatorsDesk = {
    configuration: {
      operators: [
        { ...plain, user: ana, masterKey: "ana-1" },
        { ...plain, user: bob, masterKey: undefined },
      ],
      readers: [eve],
    },
    store,
    clock,
    agent,
    live: {
      pairing: { newCode: () => "ABCDEFGH" },
      verification,
      room,
      isInRoom: (user) => user === bob,
      onPinned: (pin) => pinned.push(pin),
    },
  };
  const said: object[] = [];
  const ask = async (
    request: Omit<OperationRequest, "do">,
    answers: readonly unknown[] = [{ matches: true }],
    of: OperatorsDesk = desk,
    muted = new AbortController().signal,
  ): Promise<object> => {
    const lines = [...answers];
    const call: OperationCall = {
      request: { ...request, do: "operators" },
      say: async (line) => void said.push(line),
      nextLine: async () => lines.shift(),
      signal: new AbortController().signal,
      muted,
    };
    const answer = await answerOperators(of, call);
    return "end" in answer ? answer.end : assert.fail();
  };
  return { clock, store, desk, pinned, asked, waiting, said, ask };
}

const refused = (pattern: RegExp) => (error: AgentFault) => pattern.test(`${error.message} ${error.remedy}`);

test("lists everybody with rights and keys, and shows the keys of one", async () => {
  const { store, ask } = scene();
  store.sawKey(bob, "bob-1", 5);
  const { people } = (await ask({ ask: "list" })) as { people: { user: string; role: string; standing: string }[] };
  assert.deepEqual(
    people.map(({ user, role, standing }) => [user, role, standing]),
    [
      [ana, "operator", "verified"],
      [bob, "operator", "not-pinned"],
      [eve, "reader", "not-pinned"],
    ],
  );
  const shown = (await ask({ ask: "show", user: bob })) as { seen: object };
  assert.deepEqual(shown.seen, [{ master_key: "bob-1", seen_at: 5 }]);
  await assert.rejects(ask({ ask: "show", user: "@mallory:x" }), refused(/is not listed/));
  await assert.rejects(ask({ ask: "dance" }), refused(/list, show USER/));
});

test("pins only the key that is served, says so, and leaves the configuration's alone", async () => {
  const { store, desk, pinned, ask } = scene();
  await assert.rejects(ask({ ask: "pin", user: bob, key: "bob-2" }), refused(/serves bob-1 for @bob:x, not bob-2/));
  assert.deepEqual(store.pins(), []);
  assert.deepEqual(await ask({ ask: "pin", user: bob, key: " bob-1= " }), {
    user: bob,
    pinned: "bob-1",
    way: "console",
  });
  assert.deepEqual([store.pin(bob)?.way, pinned.length], ["console", 1]);
  assert.deepEqual(await ask({ ask: "pin", user: ana, key: "ana-1" }), {
    user: ana,
    pinned: "ana-1",
    way: "configuration",
  });
  assert.equal(store.pin(ana), undefined);
  const other = { ...desk.configuration, operators: [{ ...plain, user: ana, masterKey: "ana-0" }] };
  const changed = ask({ ask: "pin", user: ana, key: "ana-1" }, [], { ...desk, configuration: other });
  await assert.rejects(changed, refused(/another master_key for @ana:x, which counts/));
  assert.deepEqual(await ask({ ask: "pin", user: eve, key: "eve-1" }), { user: eve, pinned: "eve-1", way: "console" });
});

test("takes a new own identity only by its key, and only when told", async () => {
  const { store, ask } = scene();
  await assert.rejects(ask({ ask: "pin", user: agent, key: "guess" }), refused(/serves agent-2/));
  assert.deepEqual(await ask({ ask: "pin", user: agent, key: "agent-2" }), {
    user: agent,
    pinned: "agent-2",
    restart: true,
  });
  assert.equal(store.fact("own-master-key"), "agent-2");
});

test("removes a pin of the store with its line in the audit, and none of the configuration", async () => {
  const { store, desk, ask } = scene();
  await ask({ ask: "pin", user: bob, key: "bob-1" });
  assert.deepEqual(await ask({ ask: "remove", user: bob }), { user: bob, removed: true });
  assert.deepEqual(await ask({ ask: "remove", user: bob }), { user: bob, removed: false });
  assert.deepEqual(
    store.auditEntries(0, 9).map(({ kind, body }) => [kind, body.way]),
    [
      ["pin", "console"],
      ["pin", "removed"],
    ],
  );
  const careless = {
    operators: [{ ...plain, user: bob, masterKey: undefined, trust: "first-use" }],
    readers: [],
  } as const;
  assert.deepEqual(await ask({ ask: "remove", user: bob }, [], { ...desk, configuration: careless }), {
    user: bob,
    trust: "first-use",
    removed: false,
  });
  await assert.rejects(ask({ ask: "remove", user: ana }), refused(/stands in the configuration/));
});

test("verifies by emoji only what the person at the console says matches, and pins it", async () => {
  const yes = scene();
  const end = await yes.ask({ ask: "verify", user: bob, session: "PHONE" });
  assert.deepEqual(end, { kind: "verified", user: bob, master_key: "bob-1", pinned: true });
  assert.deepEqual(yes.said.at(-1), { kind: "emojis", user: bob, emojis });
  assert.deepEqual([yes.store.pin(bob)?.way, yes.asked], ["emoji", ["session PHONE"]]);
  for (const answer of [{ matches: false }, undefined, "yes", { matches: "true" }]) {
    const no = scene();
    assert.equal(Reflect.get(await no.ask({ ask: "verify", user: bob, session: "PHONE" }, [answer]), "kind"), "ended");
    assert.deepEqual(no.store.pins(), []);
  }
});

test("a key of the configuration outranks one that was verified", async () => {
  const { store, ask } = scene({ kind: "verified", masterKey: "ana-2" });
  const end = await ask({ ask: "verify", user: ana, session: "PHONE" });
  assert.deepEqual([Reflect.get(end, "pinned"), store.pin(ana)], [false, undefined]);
});

test("asks which session where there are several, all of them in the room, and first whoever asked by themselves", async () => {
  const { asked, waiting, ask } = scene();
  await assert.rejects(
    ask({ ask: "verify", user: bob }),
    refused(/Which session .* PHONE \(Phone\), LAPTOP\. .*--in-room/),
  );
  await assert.rejects(ask({ ask: "verify", user: bob, session: "OLD" }), refused(/Which session/));
  await ask({ ask: "verify", user: bob, in_room: true });
  await assert.rejects(ask({ ask: "verify", user: ana, in_room: true }), refused(/not in the room/));
  waiting.push({ user: bob, room, request: {} as never, hasCovered: () => true });
  await ask({ ask: "verify", user: bob });
  assert.deepEqual(asked, ["room !room"]);
});

test("without a user it waits for the next request", async () => {
  const { clock, waiting, said, ask } = scene();
  const verified = ask({ ask: "verify" });
  await clock.advance(60_000);
  assert.deepEqual(said, [{ kind: "waiting" }]);
  waiting.push({ user: bob, room: undefined, request: {} as never, hasCovered: () => true });
  await clock.advance(500);
  assert.equal(Reflect.get(await verified, "user"), bob);
});

test("a console that is gone waits for nobody and takes no request from the next one", async () => {
  const { clock, desk, waiting, ask } = scene();
  const gone = new AbortController();
  const first = ask({ ask: "verify" }, [], desk, gone.signal);
  await clock.advance(1_000);
  gone.abort();
  waiting.push({ user: bob, room: undefined, request: {} as never, hasCovered: () => true });
  await Promise.all([assert.rejects(first, refused(/Nobody waits/)), clock.advance(1_000)]);
  assert.equal(waiting.length, 1);
  assert.equal(Reflect.get(await ask({ ask: "verify" }), "kind"), "verified");
});

test("without a running agent it says what still works", async () => {
  const { desk, ask } = scene();
  const alone = { ...desk, live: undefined };
  assert.ok(await ask({ ask: "list" }, [], alone));
  for (const request of [{ ask: "pair" }, { ask: "verify" }, { ask: "pin", user: bob, key: "bob-1" }]) {
    await assert.rejects(ask(request, [], alone), refused(/only list, show and remove/));
  }
});
