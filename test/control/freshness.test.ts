import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeFreshness, judgeTextAge } from "../../src/control/freshness.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const clock = new HandClock();
const doubtful = new HandClock();
doubtful.setTrusted(false);

/** ms from now: issued, expires; with a trusted clock, without one. */
const rows: readonly (readonly [number, number, string | undefined, string | undefined])[] = [
  [0, 30_000, undefined, undefined],
  [-299_999, 1, undefined, undefined],
  [-30_000, 0, "expired", undefined],
  [-60_000, -30_000, "expired", undefined],
  [5_000, 6_000, undefined, undefined],
  [5_001, 6_000, "from-the-future", undefined],
  [0, 300_000, undefined, undefined],
  [0, 300_001, "too-long", "too-long"],
  [5_000, 4_000, "expired", "expired"],
  [0, 0, "expired", "expired"],
];
for (const [issued, expires, trusted, untrusted] of rows) {
  test(`issued at ${issued}, expiring at ${expires} ms from now`, () => {
    const validity = { issuedAt: clock.now() + issued, expiresAt: clock.now() + expires };
    assert.equal(judgeFreshness(validity, clock)?.code, trusted);
    assert.equal(judgeFreshness(validity, doubtful)?.code, untrusted);
  });
}

test("a text is too old by when it was sent or received, whichever is longer ago", () => {
  const now = clock.now();
  const age = (sentAt: number | undefined, receivedAt: number) => judgeTextAge({ sentAt, receivedAt }, clock)?.code;
  assert.equal(age(now - 300_000, now), undefined);
  assert.equal(age(now - 300_001, now), "expired");
  assert.equal(age(now + 86_400_000, now - 300_001), "expired");
  assert.equal(age(undefined, now), undefined);
});
