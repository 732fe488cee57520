import assert from "node:assert/strict";
import { test } from "node:test";
import { drainOutage } from "../../bench/drain-outage.ts";

test("a quarter of a day's outage of 1,000 properties a minute is drained at Synapse's default limits, newest values no older than seconds", async (context) => {
  const found = await drainOutage({ properties: 1000, minutes: 360 });
  context.diagnostic(JSON.stringify(found));
  assert.equal(found.delivered, found.recorded);
  assert.ok(found.drainMinutes < 12, `${found.drainMinutes} min`);
  assert.ok(found.latestDelayMs.p99 < 15_000, `${found.latestDelayMs.p99} ms`);
});
