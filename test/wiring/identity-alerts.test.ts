import assert from "node:assert/strict";
import { test } from "node:test";
import { asUserId } from "../../src/core/ids.ts";
import { endIdentityAlerts, identityKey } from "../../src/wiring/identity-alerts.ts";
import { configurationOf } from "../fakes/configuration-of.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

const ana = asUserId("@ana:hs");

test("an alert about an identity is over once the key that is served is the pinned one, or another one is told of", async () => {
  using directory = temporaryDirectory();
  const configuration = configurationOf(directory.path, {
    matrix: { homeserver: "https://hs", user: "@agent:hs" },
    operators: [{ user: ana }],
  });
  const clock = new HandClock();
  const store = new MemoryControlStore(() => clock.now());
  const pinned = (masterKey: string) =>
    store.setPin({ user: ana, masterKey, way: "console", pinnedAt: 0 }, { kind: "pin", body: {} });
  pinned("one");
  store.sawKey(ana, "two", 0);
  const cleared: string[] = [];
  const standing = ["two", "before"].map((key) => ({ key: identityKey(ana, key) }));
  const board = { standing: [...standing, { key: "half-full" }] as never };
  using _ = endIdentityAlerts({ configuration, store, clock, alerts: { board, clear: (key) => cleared.push(key) } });
  await clock.advance(0);
  assert.deepEqual(cleared.splice(0), [identityKey(ana, "before")]);
  pinned("two");
  await clock.advance(30_000);
  assert.ok(cleared.includes(identityKey(ana, "two")));
  assert.ok(!cleared.includes("half-full"));
});
