import assert from "node:assert/strict";
import { test } from "node:test";
import { type SyncKeys, showAtLeastEvery, skipKeylessSyncs } from "../../src/matrix/skip-keyless-syncs.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const silent: SyncKeys = {
  toDeviceEvents: [],
  deviceLists: { changed: [], left: [] },
  oneTimeKeysCounts: { signed_curve25519: 50 },
  unusedFallbackKeys: ["signed_curve25519"],
};

function rig() {
  const clock = new HandClock();
  const shown: SyncKeys[] = [];
  const failures: Error[] = [];
  const take = skipKeylessSyncs(async (keys) => {
    shown.push(keys);
    const failure = failures.pop();
    if (failure !== undefined) throw failure;
    return keys.toDeviceEvents;
  }, clock);
  return { clock, shown, failures, take };
}

test("the first answer is shown, the same again is not", async () => {
  const { shown, take } = rig();
  assert.deepEqual(await take(silent), []);
  assert.deepEqual(await take({ ...silent }), []);
  assert.equal(shown.length, 1);
});

test("whatever says something of keys is shown", async () => {
  const telling: Partial<SyncKeys>[] = [
    { toDeviceEvents: [{ type: "m.room.encrypted" }] },
    { deviceLists: { changed: ["@op:x"] } },
    { deviceLists: { left: ["@op:x"] } },
    { oneTimeKeysCounts: { signed_curve25519: 49 } },
    { oneTimeKeysCounts: {} },
    { unusedFallbackKeys: [] },
    { unusedFallbackKeys: undefined },
  ];
  for (const keys of telling) {
    const { shown, take } = rig();
    await take(silent);
    assert.deepEqual(await take({ ...silent, ...keys }), keys.toDeviceEvents ?? []);
    assert.equal(shown.length, 2, JSON.stringify(keys));
    await take(silent);
    assert.equal(
      shown.length,
      "oneTimeKeysCounts" in keys || "unusedFallbackKeys" in keys ? 3 : 2,
      JSON.stringify(keys),
    );
  }
});

test("an answer that the crypto did not take counts as not shown", async () => {
  const { failures, shown, take } = rig();
  await take(silent);
  failures.push(new Error("no"));
  await assert.rejects(take({ ...silent, deviceLists: { changed: ["@op:x"] } }));
  await take(silent);
  assert.equal(shown.length, 3);
});

test("after ten minutes the same answer is shown again", async () => {
  const { clock, shown, take } = rig();
  await take(silent);
  await clock.advance(showAtLeastEvery - 1);
  await take(silent);
  assert.equal(shown.length, 1);
  await clock.advance(1);
  await take(silent);
  assert.equal(shown.length, 2);
});
