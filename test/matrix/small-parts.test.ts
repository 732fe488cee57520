import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { LinkWatch } from "../../src/matrix/link-watch.ts";
import { loadLibrary } from "../../src/matrix/load-library.ts";
import { messageIndex } from "../../src/matrix/message-index.ts";
import { putOutcome } from "../../src/matrix/put-outcome.ts";
import { redactSecrets } from "../../src/matrix/redact-secrets.ts";
import { waitForHomeserver } from "../../src/matrix/wait-for-homeserver.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const { sdk } = await loadLibrary(() => undefined);

function refusal(status: number, errcode: string, more: object = {}, headers: Record<string, string> = {}) {
  return new sdk.MatrixError({ errcode, error: "no", ...more }, status, undefined, undefined, new Headers(headers));
}

test("the answer to a PUT says what becomes of the event", () => {
  const limited = refusal(429, "M_LIMIT_EXCEEDED", {}, { "Retry-After": "7" });
  assert.deepEqual(putOutcome(limited), { kind: "limited", retryAfterMs: 7000 });
  const inBody = refusal(429, "M_LIMIT_EXCEEDED", { retry_after_ms: 1234 });
  assert.deepEqual(putOutcome(inBody), { kind: "limited", retryAfterMs: 1234 });
  assert.deepEqual(putOutcome(refusal(429, "M_LIMIT_EXCEEDED")), { kind: "limited", retryAfterMs: 5000 });
  assert.equal(putOutcome(refusal(403, "M_FORBIDDEN")).kind, "forbidden");
  assert.equal(putOutcome(refusal(413, "M_TOO_LARGE")).kind, "too-large");
  for (const status of [400, 404]) assert.deepEqual(putOutcome(refusal(status, "M_X")).kind, "rejected");
  for (const status of [401, 408, 500, 502, 504]) assert.equal(putOutcome(refusal(status, "M_X")).kind, "unanswered");
  assert.equal(putOutcome(new sdk.ConnectionError("fetch failed")).kind, "unanswered");
});

test("a message index is read from its varint and from nothing else", () => {
  fc.assert(
    fc.property(fc.nat({ max: 0xffff_ffff }), fc.uint8Array({ maxLength: 20 }), (index, rest) => {
      const varint: number[] = [];
      for (let left = index; varint.length === 0 || left > 0; left = Math.floor(left / 128)) {
        varint.push((left % 128) + (left >= 128 ? 128 : 0));
      }
      const bytes = Buffer.from([3, 8, ...varint, 0x12, ...rest]);
      assert.equal(messageIndex(bytes.toString("base64").replace(/=+$/, "")), index);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      const index = messageIndex(text);
      assert.ok(index === undefined || (Number.isInteger(index) && index >= 0));
    }),
  );
});

test("what is logged holds neither tokens nor recovery keys", () => {
  const key = "EsTc 5rr1 4Jhp RvZb vZWo yXyN LLVV Wn6s SkpB oZMy CsWH 1uTT";
  const line = `GET /sync?access_token=abc Bearer xyz syt_aGk_zz_1 ${key}`;
  assert.equal(redactSecrets(line), "GET /sync?access_token=… Bearer … syt_… E…");
});

test("the link is up with the first sync, lost after 60 s without one, and says each once", async () => {
  const clock = new HandClock();
  const told: string[] = [];
  using watch = new LinkWatch(clock, (state) => told.push(state));
  watch.synced();
  watch.synced();
  await clock.advance(59_000);
  watch.synced();
  await clock.advance(59_000);
  assert.deepEqual(told, ["up"]);
  await clock.advance(120_000);
  watch.synced();
  assert.deepEqual(told, ["up", "lost", "up"]);
});

test("a homeserver that is away is asked again with longer pauses up to 60 s, and a refusal is not", async () => {
  const clock = new HandClock();
  const at: number[] = [];
  const reasons: string[] = [];
  const parts = { clock, onWaiting: (reason: string) => reasons.push(reason), random: () => 1 };
  const answer = waitForHomeserver(async () => {
    at.push(clock.monotonic());
    if (at.length < 9) throw new sdk.ConnectionError("fetch failed", new Error("ECONNREFUSED"));
    return "here";
  }, parts);
  await clock.advance(400_000);
  assert.equal(await answer, "here");
  const pauses = at.slice(1).map((time, turn) => time - (at[turn] ?? 0));
  assert.deepEqual(pauses, [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  assert.equal(reasons.length, 1);
  await assert.rejects(
    waitForHomeserver(() => Promise.reject(refusal(403, "M_FORBIDDEN")), parts),
    /no/,
  );
});
