import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeLimits, type LimitFacts } from "../../src/control/judge-limits.ts";
import type { Condition } from "../../src/core/condition.ts";
import { decimalOf } from "../../src/core/decimal.ts";
import type { Property } from "../../src/core/property.ts";
import type { Value } from "../../src/core/value.ts";
import { someOutput } from "../fakes/guard-bench.ts";

const low: Condition = {
  path: someOutput("low").path,
  test: { kind: "is", value: false },
  clearAt: undefined,
  forMs: 0,
};
const calm: LimitFacts = {
  stopped: undefined,
  isMet: () => true,
  isSurelyOn: false,
  offWaitMs: 0,
  switchWaitMs: 0,
  rivals: [],
};
const rival = { path: someOutput("heater").path, offForMs: undefined, deadTime: 0 };

function judged(property: Property, value: Value, facts: Partial<LimitFacts> = {}, hasLease = false) {
  const refusal = judgeLimits(property, value, hasLease, { ...calm, ...facts });
  return refusal && `${refusal.code}: ${refusal.detail}`;
}

test("with nothing against it a value may be written", () => {
  assert.equal(judged(someOutput("pump"), true), undefined);
});

test("a safe value is never refused", () => {
  const limits = { onlyIf: [low], onlyWhile: [low], minimum: decimalOf(5) };
  const stopped = { by: "@ana:example.org", why: "stop", at: 0 };
  const worst = { stopped, isMet: () => false, offWaitMs: 1, switchWaitMs: 1, rivals: [rival] };
  assert.equal(judged(someOutput("pump", { limits }), false, worst, true), undefined);
  assert.equal(judged(someOutput("cooler", { safe: true, limits }), true, worst), undefined);
  assert.equal(
    judged(someOutput("heater", { safe: null, limits }), false, worst),
    undefined,
    "off, where null is safe",
  );
  assert.equal(
    judged(someOutput("dimmer", { type: "integer", safe: decimalOf(0), limits }), decimalOf(0), worst),
    undefined,
  );
});

test("while everything is stopped all else is refused, with who stopped it and why", () => {
  const stopped = { by: "@ana:example.org", why: "box/button is true", at: 0 };
  const word = "stopped: Everything was stopped by @ana:example.org (box/button is true).";
  assert.equal(judged(someOutput("pump"), true, { stopped }), word);
  assert.equal(judged(someOutput("cooler", { safe: true }), false, { stopped }), word);
});

test("limits narrow the bounds for whoever writes", () => {
  const dimmer = someOutput("dimmer", {
    type: "integer",
    safe: decimalOf(0),
    limits: { minimum: decimalOf(10), maximum: decimalOf(80) },
  });
  assert.equal(judged(dimmer, decimalOf(9)), "bad-input: The limits allow no less than 10.");
  assert.equal(judged(dimmer, decimalOf(81)), "bad-input: The limits allow no more than 80.");
  assert.equal(judged(dimmer, decimalOf(80)), undefined);
});

test("a lease needs a safe value to go back to", () => {
  assert.match(judged(someOutput("heater", { safe: null }), true, {}, true) ?? "", /^no-lease: /);
  assert.equal(judged(someOutput("heater"), true, {}, true), undefined);
});

test("conditions are named where they do not hold", () => {
  const isMet = () => false;
  assert.equal(
    judged(someOutput("pump", { limits: { onlyWhile: [low] } }), true, { isMet }),
    "only-while: only_while of box/pump asks for: box/low is false. That does not hold now.",
  );
  assert.match(
    judged(someOutput("pump", { limits: { onlyIf: [low] } }), true, { isMet }) ?? "",
    /^only-if: only_if of/,
  );
  assert.equal(judged(someOutput("pump", { limits: { onlyIf: [low] } }), true), undefined);
});

test("what only counts at the start is not asked of what is on already", () => {
  const pump = someOutput("pump", { limits: { onlyIf: [low] } });
  assert.equal(judged(pump, true, { isMet: () => false, isSurelyOn: true, offWaitMs: 9, switchWaitMs: 9 }), undefined);
});

test("a rival that counts as on is in the way, also of what is on already; one that is off is for its dead time", () => {
  const pump = someOutput("pump");
  assert.equal(judged(pump, true, { rivals: [rival] }), "not-with: box/heater is on, or it is not known to be off.");
  assert.match(judged(pump, true, { rivals: [rival], isSurelyOn: true }) ?? "", /^not-with/);
  const resting = { ...rival, offForMs: 300, deadTime: 1_000 };
  const refusal = judgeLimits(pump, true, false, { ...calm, rivals: [resting] });
  assert.deepEqual(refusal, {
    kind: "refused",
    code: "dead-time",
    detail: "dead_time: box/heater has just been switched off; possible again in 700ms.",
    againInMs: 700,
  });
  assert.equal(judged(pump, true, { rivals: [{ ...resting, offForMs: 1_000 }] }), undefined);
});

test("a time that is not over says when it will be, rounded up", () => {
  assert.equal(judged(someOutput("pump"), true, { offWaitMs: 39_001 }), "min-off: min_off: possible again in 40s.");
  assert.equal(
    judged(someOutput("pump"), true, { switchWaitMs: 90_000 }),
    "max-switches: max_switches: possible again in 1m 30s.",
  );
});
