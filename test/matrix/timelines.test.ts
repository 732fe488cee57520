import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadLibrary } from "../../src/matrix/load-library.ts";
import { openClient, startClient } from "../../src/matrix/open-client.ts";
import { openVault } from "../../src/matrix/own-identity.ts";
import { reachCrypto } from "../../src/matrix/reach-crypto.ts";
import { SyncInbox } from "../../src/matrix/sync-inbox.ts";
import { Turnstile } from "../../src/matrix/turnstile.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { until } from "../fakes/until.ts";
import { message, operator, RecordedStore, room, rules, self, state } from "./some-sync.ts";

/** A homeserver that feeds 20 answers of 100 messages and then holds the line. */
function feed(): typeof fetch {
  const start = ["m.room.create", "m.room.encryption"].map((type) =>
    state(type, "", { algorithm: "m.megolm.v1.aes-sha2" }),
  );
  const members = [self, operator].map((user) => state("m.room.member", user, { membership: "join" }));
  let turn = 0;
  return async (input, init) => {
    const { pathname } = new URL(String(input));
    if (!pathname.endsWith("/sync")) {
      return pathname.endsWith("/filter")
        ? Response.json({ filter_id: "1" })
        : Response.json({ versions: ["v1.11"], device_keys: {}, one_time_key_counts: {} });
    }
    if (turn === 20) await new Promise((_done, fail) => init?.signal?.addEventListener("abort", fail));
    const events = Array.from({ length: 100 }, (_, at) => message(`$${turn}-${at}`));
    const section = {
      state: { events: turn === 0 ? [...start, ...members] : [] },
      timeline: { events, limited: turn % 5 === 4 },
    };
    return Response.json({ next_batch: `t${++turn}`, rooms: { join: { [room]: section } } });
  };
}

test("after 2,000 received events the library holds none of them", async () => {
  const library = await loadLibrary(() => undefined);
  const store = new RecordedStore("t0");
  const synced = new Turnstile();
  const quiet = {
    onGap: () => undefined,
    onKeysLost: () => undefined,
    onInvite: () => undefined,
    onFatal: () => undefined,
    mayKeep: () => true,
  };
  const inbox = new SyncInbox({
    ...rules,
    ...quiet,
    store,
    clock: new HandClock(),
    fetch: feed(),
    onSynced: () => synced.open(),
  });
  const names = { room: "", dataRoom: "" };
  const settings = {
    homeserver: "http://x",
    user: self,
    deviceName: "",
    encryption: "required" as const,
    plainState: false,
    role: "agent" as const,
    rooms: { room, dataRoom: undefined, operators: [], readers: [], names },
    uncleanStop: false,
    keyStorePrefix: "timelines",
    clearTexts: { unsignedSession: "", ownIdentity: "" },
  };
  const login = { userId: self, deviceId: "D", accessToken: "t" };
  const client = await openClient(settings, { library, login, inbox, vault: openVault(library, undefined) });
  reachCrypto(client).filterSyncKeys((take) => inbox.watchKeys(take));
  await startClient(client, library, { synced, onFatal: () => undefined, isRefused: () => false });
  await until("all is kept", () => store.writes.length === 20);
  assert.equal(store.writes.flatMap(({ ids }) => ids).length, 2000);
  const held = client.getRoom(room) ?? assert.fail();
  assert.equal(held.getLiveTimeline().getEvents().length, 0);
  assert.equal(held.getUnfilteredTimelineSet().getTimelines().length, 1);
  assert.equal(held.getJoinedMembers().length, 2);
  assert.equal(await client.getCrypto()?.isEncryptionEnabledInRoom(room), true);
  client.stopClient();
});
