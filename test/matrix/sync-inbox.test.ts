import assert from "node:assert/strict";
import { test } from "node:test";
import type { AgentFault } from "../../src/core/agent-fault.ts";
import { loadLibrary } from "../../src/matrix/load-library.ts";
import { SyncInbox } from "../../src/matrix/sync-inbox.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { body, message, RecordedStore, room, rules, self } from "./some-sync.ts";

const library = await loadLibrary(() => undefined);
const minute = 60_000;

function inboxOn(store: RecordedStore) {
  const clock = new HandClock();
  const asked: URL[] = [];
  const faults: AgentFault[] = [];
  const flags = { keysSafe: true, take: (): void => undefined };
  let keysLost = 0;
  let answer: unknown = body("lost", { timeline: { events: [message("$1")] } });
  const inbox = new SyncInbox({
    ...rules,
    store,
    clock,
    mayKeep: () => flags.keysSafe,
    fetch: async (input) => {
      asked.push(new URL(String(input)));
      return Response.json(answer);
    },
    onSynced: () => undefined,
    onGap: () => undefined,
    onKeysLost: () => void keysLost++,
    onInvite: () => undefined,
    onFatal: (fault) => faults.push(fault),
  });
  const memory = inbox.libraryStore(library);
  const takeKeys = inbox.watchKeys(async () => {
    flags.take();
    return [];
  });
  /** One turn of the library: ask, process, save. It goes on with the new token whatever happens. */
  const sync = async (token: string, ...events: object[]): Promise<void> => {
    answer = body(token, { timeline: { events } });
    const since = memory.getSyncToken();
    const url = new URL("http://x/_matrix/client/v3/sync");
    if (since !== null) url.searchParams.set("since", since);
    const data = await (await inbox.fetch(url)).json();
    memory.setSyncToken(token);
    await takeKeys({ toDeviceEvents: [], oneTimeKeysCounts: {} }).catch(() => undefined);
    await memory.setSyncData(data as Parameters<typeof memory.setSyncData>[0]);
  };
  return { inbox, clock, asked, faults, flags, memory, sync, keysLost: () => keysLost };
}

test("events and their token are one write; an empty sync is none until 30 minutes or the end", async () => {
  const store = new RecordedStore("t0");
  const { sync, clock, inbox } = inboxOn(store);
  await sync("t1", message("$1"), message("$2"));
  await sync("t2");
  await sync("t3", message("$own", self));
  assert.deepEqual(store.writes, [{ ids: ["$1", "$2"], token: "t1" }]);
  await clock.advance(30 * minute);
  await sync("t4");
  assert.deepEqual(store.writes[1], { ids: [], token: "t4" });
  await sync("t5");
  await inbox.close(1000);
  assert.deepEqual(store.writes[2], { ids: [], token: "t5" });
  assert.equal(store.writes.length, 3);
});

test("the token moves on before our own events alone could fill the next timeline", async () => {
  const store = new RecordedStore("t0");
  const { sync } = inboxOn(store);
  const own = Array.from({ length: 30 }, (_, at) => message(`$own${at}`, self));
  await sync("t1", ...own);
  await sync("t2", ...own);
  assert.deepEqual(store.writes, [{ ids: [], token: "t2" }]);
});

test("a flood of events that are left out is no flood of writes: the token moves on once a second", async () => {
  const store = new RecordedStore("t0");
  const { sync, clock } = inboxOn(store);
  const own = Array.from({ length: 60 }, (_, at) => message(`$own${at}`, self));
  for (let second = 0; second < 3; second++) {
    for (let turn = 0; turn < 20; turn++) await sync(`t${second}.${turn}`, ...own);
    await clock.advance(1000);
  }
  assert.deepEqual(
    store.writes.map(({ token }) => token),
    ["t0.0", "t1.0", "t2.0"],
  );
});

test("the first sync after a start begins at the kept token and asks for all state, once", async () => {
  const { sync, asked, memory } = inboxOn(new RecordedStore("t0"));
  assert.equal(await memory.getSavedSyncToken(), "t0");
  await sync("t1");
  await sync("t2");
  const asks = asked.map((url) => [url.searchParams.get("since"), url.searchParams.get("full_state")]);
  assert.deepEqual(asks, [
    ["t0", "true"],
    ["t1", null],
  ]);
});

test("a first sync ever keeps no history, but its token at once", async () => {
  const store = new RecordedStore();
  const { sync } = inboxOn(store);
  await sync("t1", message("$old"));
  assert.deepEqual(store.writes, [{ ids: [], token: "t1" }]);
});

test("a write that fails is told, and what it held goes with the next", async () => {
  const store = new RecordedStore("t0");
  const { sync, faults } = inboxOn(store);
  store.broken = true;
  await sync("t1", message("$1"));
  assert.deepEqual(
    faults.map(({ code }) => code),
    ["store-unwritable"],
  );
  store.broken = false;
  await sync("t2", message("$2"));
  assert.deepEqual(store.writes, [{ ids: ["$1", "$2"], token: "t2" }]);
});

test("nothing is kept once the key store failed, and nothing asked for that would delete messages", async () => {
  const store = new RecordedStore("t0");
  const { sync, flags, inbox } = inboxOn(store);
  flags.take = () => {
    flags.keysSafe = false;
  };
  await sync("t1", message("$1"));
  await assert.rejects(sync("t1", message("$1")), { name: "AbortError" });
  await inbox.close(1000);
  assert.deepEqual(store.writes, []);
});

test("an answer that the library never saved is asked for again, and kept once", async () => {
  const store = new RecordedStore("t0");
  const { sync, inbox } = inboxOn(store);
  await inbox.fetch("http://x/_matrix/client/v3/sync?since=t0");
  await sync("t1", message("$1"));
  assert.deepEqual(store.writes, [{ ids: ["$1"], token: "t1" }]);
  assert.equal(inbox.sealedState(room).size, 0);
});

test("an answer whose keys the crypto could not take is asked for again, since the next token would delete them", async () => {
  const store = new RecordedStore("t0");
  const { sync, clock, asked, flags, keysLost } = inboxOn(store);
  flags.take = cryptoFails;
  await sync("t1", message("$1"));
  assert.deepEqual(store.writes, []);
  flags.take = () => undefined;
  const again = sync("t1", message("$1"));
  assert.equal(asked.length, 1);
  await clock.advance(1_000);
  await again;
  await sync("t2", message("$2"));
  assert.deepEqual(
    asked.map((url) => url.searchParams.get("since")),
    ["t0", "t0", "t1"],
  );
  assert.deepEqual(store.writes, [
    { ids: ["$1"], token: "t1" },
    { ids: ["$2"], token: "t2" },
  ]);
  assert.equal(keysLost(), 0);
});

test("a homeserver whose keys can never be taken holds nothing up for ever: it is told, once in three answers", async () => {
  const store = new RecordedStore("t0");
  const { sync, clock, flags, keysLost } = inboxOn(store);
  flags.take = cryptoFails;
  for (let turn = 0; turn < 3; turn++) {
    const syncing = sync("t1", message("$1"));
    await clock.advance(10_000);
    await syncing;
  }
  assert.deepEqual(store.writes, [{ ids: ["$1"], token: "t1" }]);
  assert.equal(keysLost(), 1);
});

function cryptoFails(): never {
  throw new Error("the crypto failed");
}
