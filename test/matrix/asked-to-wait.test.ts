import assert from "node:assert/strict";
import { test } from "node:test";
import { HTTPError, MatrixError } from "matrix-js-sdk";
import { putOutcome } from "../../src/matrix/put-outcome.ts";
import { askedToWait } from "../../src/matrix/wait-for-homeserver.ts";

const limited = (body: object, headers: Record<string, string> = {}): MatrixError =>
  new MatrixError(
    { errcode: "M_LIMIT_EXCEEDED", error: "Too Many Requests", ...body },
    429,
    "",
    undefined,
    new Headers(headers),
  );

test("Retry-After is taken from header and body, the longer of them", () => {
  assert.equal(askedToWait(limited({ retry_after_ms: 2500 })), 2500);
  assert.equal(askedToWait(limited({}, { "Retry-After": "7" })), 7000);
  assert.equal(askedToWait(limited({ retry_after_ms: 2500 }, { "Retry-After": "3" })), 3000);
  assert.equal(askedToWait(limited({ retry_after_ms: 250_000 }, { "Retry-After": "3" })), 250_000);
});

test("a date is held against the answer's own", () => {
  const headers = { "Retry-After": "Wed, 25 Nov 2026 10:01:30 GMT", Date: "Wed, 25 Nov 2026 10:00:00 GMT" };
  assert.equal(askedToWait(limited({}, headers)), 90_000);
  assert.equal(askedToWait(limited({}, { "Retry-After": headers["Retry-After"] })), 0);
});

test("nonsense asks for nothing", () => {
  for (const header of ["", "soon", "-5", "1e9", "99999999999999999999"]) {
    assert.equal(askedToWait(limited({}, { "Retry-After": header })), 0, header);
  }
  for (const value of ["5", null, {}, -3, Number.NaN]) assert.equal(askedToWait(limited({ retry_after_ms: value })), 0);
  assert.equal(askedToWait(new Error("no answer")), 0);
});

test("an answer 503 may ask for time as well, a 429 that says nothing gets five seconds", () => {
  const busy = new HTTPError("Service Unavailable", 503, new Headers({ "Retry-After": "20" }));
  assert.deepEqual(putOutcome(busy), { kind: "unanswered", detail: "Service Unavailable", retryAfterMs: 20_000 });
  const outcome = putOutcome(limited({}));
  assert.deepEqual(outcome, { kind: "limited", retryAfterMs: 5000 });
  assert.equal(putOutcome(new HTTPError("Payload Too Large", 413, new Headers())).kind, "too-large");
});
