import assert from "node:assert/strict";
import { test } from "node:test";
import { decimalOf, parseDecimal } from "../../src/core/decimal.ts";
import type { Thing } from "../../src/core/thing.ts";
import { good, problemsOf, readBody, refusals } from "./read-text.ts";

/** A box with outputs of every kind and this action `go`. */
function action(keys: string): string {
  return `things:
  box:
    connection: bus
    to: { line: shared }
    properties:
      pump: { type: boolean, to: { safe_value: false }, limits: { max_on: 30m } }
      fan: { type: integer, minimum: 0, maximum: 10, to: { safe_value: 0 }, limits: { max_on: 1h, maximum: 8 } }
      vent: { type: string, enum: [shut, open], off: shut, to: { safe_value: shut }, limits: { max_on: 1h } }
      lock: { type: boolean, to: { safe_value: null }, limits: { hold: forever } }
      lamp: { type: boolean, to: { safe_value: true }, limits: { hold: forever } }
      door: { type: boolean, from: { line: d } }
    actions: { go: { ${keys} } }
  hut: { connection: bus, properties: { frost: { type: boolean, from: { line: f } } } }
`;
}

function box(keys: string): Thing {
  const [thing] = good(readBody(action(keys))).things;
  assert.ok(thing);
  return thing;
}

test("a pulse has a time, a longest time and a value, and is not idempotent", () => {
  const [go] = box("pulse: pump, for: { default: 20s, maximum: 2m }").actions;
  assert.deepEqual(go?.work, {
    kind: "pulse",
    property: "pump",
    value: true,
    for: { default: 20_000, maximum: 120_000 },
  });
  assert.equal(go?.idempotent, false);
  assert.deepEqual(go?.onlyIf, []);
  assert.equal(go?.expect, undefined);
});

test("a pulse with one time has no longer one", () => {
  assert.deepEqual(box("pulse: fan, value: 8, for: 1.5s").actions[0]?.work, {
    kind: "pulse",
    property: "fan",
    value: decimalOf(8),
    for: { default: 1500, maximum: 1500 },
  });
  assert.deepEqual(box("pulse: vent, value: open, for: { default: 1m }").actions[0]?.work, {
    kind: "pulse",
    property: "vent",
    value: "open",
    for: { default: 60_000, maximum: 60_000 },
  });
});

test("a write is idempotent unless it says otherwise", () => {
  assert.equal(box("write: { pump: false }").actions[0]?.idempotent, true);
  assert.equal(box("write: { pump: false }, idempotent: false").actions[0]?.idempotent, false);
  assert.equal(box("pulse: pump, for: 1s, idempotent: true").actions[0]?.idempotent, true);
});

test("an action may hang on conditions and wait for what it is to bring about", () => {
  const [go] = box(
    "write: { pump: true }, only_if: { property: hut/frost, is: false }, expect: { property: door, is: true, within: 25s }",
  ).actions;
  assert.deepEqual(go?.onlyIf, [
    { path: "hut/frost", test: { kind: "is", value: false }, clearAt: undefined, forMs: 0 },
  ]);
  assert.deepEqual(go?.expect, {
    condition: { path: "box/door", test: { kind: "is", value: true }, clearAt: undefined, forMs: 0 },
    within: 25_000,
  });
  assert.ok(Object.isFrozen(go?.onlyIf) && Object.isFrozen(go?.expect?.condition.test));
});

test("an action waits for a change as well", () => {
  const [go] = box("write: { pump: true }, expect: { property: door, changes: true, within: 5s }").actions;
  assert.deepEqual(go?.expect?.condition.test, { kind: "changes" });
});

test("an output of its own is no property, has its Thing's to, and is pulsed", () => {
  const thing = box(
    "to: { pulse: 500ms, safe_value: false }, title: Gate, critical: true, ask: always, limits: { max_switches: 6/m, not_with: [pump] }, on_link_loss: { after: 1m, do: safe }",
  );
  const [output] = thing.actionOutputs;
  assert.equal(thing.properties.length, 6);
  assert.equal(output?.path, "box/go");
  assert.equal(output?.title, "Gate");
  assert.equal(output?.type, "boolean");
  assert.equal(output?.critical, true);
  assert.equal(output?.ask, "always");
  assert.equal(output?.from, undefined);
  assert.equal(output?.to?.safeValue, false);
  assert.deepEqual(output?.to?.settings, { line: "shared" });
  assert.deepEqual(output?.limits.maxSwitches, { count: 6, within: 60_000 });
  assert.deepEqual(output?.onLinkLoss, { after: 60_000, do: "safe" });
  assert.deepEqual(thing.properties[0]?.limits.notWith, ["box/go"]);
  assert.deepEqual(thing.actions[0]?.work, {
    kind: "pulse",
    property: "go",
    value: true,
    for: { default: 500, maximum: 500 },
  });
});

test("an output of its own takes its type from what it is told to be", () => {
  const text = box("to: { value: ring, safe_value: null, values: { ring: R1 } }, limits: { hold: forever }");
  assert.deepEqual(text.actions[0]?.work, { kind: "write", writes: [{ property: "go", value: "ring" }] });
  assert.equal(text.actionOutputs[0]?.type, "string");
  assert.deepEqual(text.actionOutputs[0]?.enum, ["ring"]);
  const exact = box("to: { value: 2.50, pulse: 1s, safe_value: 0.125 }");
  assert.equal(exact.actionOutputs[0]?.type, "number");
  assert.equal(exact.actionOutputs[0]?.decimals, 3);
  assert.deepEqual(exact.actionOutputs[0]?.off, parseDecimal("0.125"));
  assert.equal(box("to: { value: 1, safe_value: 0 }, limits: { max_on: 5s }").actionOutputs[0]?.type, "integer");
  const words = box("to: { value: up, pulse: 1s, safe_value: rest }");
  assert.deepEqual(words.actionOutputs[0]?.enum, ["up", "rest"]);
  assert.equal(words.actionOutputs[0]?.off, "rest");
});

test("an own output that may stay on is warned of, one that goes off by itself is not", () => {
  const warnings = (keys: string): readonly string[] =>
    readBody(action(keys)).warnings.map(({ path, message }) => `${path}: ${message}`);
  assert.match(
    warnings("to: { value: true, safe_value: false }").join(),
    /^things\.box\.actions\.go: this output may stay/,
  );
  assert.match(warnings("to: { value: ring, safe_value: null }").join(), /go: this output may stay on for ever/);
  assert.deepEqual(warnings("to: { pulse: 1s, safe_value: false }"), []);
  assert.deepEqual(warnings("to: { value: false, safe_value: false }"), []);
  assert.deepEqual(warnings("to: { value: true, safe_value: false }, limits: { max_on: 1m }"), []);
});

const at = "things.box.actions.go";

refusals([
  ["an action that does nothing", action("title: Go"), `${at}: needs exactly one of pulse, write, to`],
  [
    "an action that does two things",
    action("pulse: pump, for: 1s, write: { fan: 1 }"),
    `${at}: needs exactly one of pulse, write, to`,
  ],
  [
    "a pulse of what is not there",
    action("pulse: pumpe, for: 1s"),
    `${at}.pulse: box has no property pumpe; did you mean "pump"?`,
  ],
  [
    "a pulse of what is only read",
    action("pulse: door, for: 1s"),
    `${at}.pulse: door cannot be written; give it a to, or pulse another property`,
  ],
  [
    "a pulse that would not end",
    action("pulse: lock, for: 1s"),
    `${at}.pulse: the safe_value of lock is null, so a pulse would not end; give the value that is off`,
  ],
  [
    "a pulse that ends at on",
    action("pulse: lamp, for: 1s"),
    `${at}.pulse: the safe_value of lamp is itself on, so a pulse would not end; give the value that is off, or name it in off`,
  ],
  ["a pulse without a time", action("pulse: pump"), `${at}.for: is missing: how long the pulse lasts, such as 20s`],
  ["a pulse of 0", action("pulse: pump, for: 0s"), `${at}.for: should be longer than 0`],
  [
    "a default of 0",
    action("pulse: pump, for: { default: 0s, maximum: 1s }"),
    `${at}.for.default: should be longer than 0`,
  ],
  [
    "a maximum of 0",
    action("pulse: pump, for: { default: 1s, maximum: 0s }"),
    `${at}.for.maximum: should be longer than 0`,
  ],
  [
    "a maximum shorter than the default",
    action("pulse: pump, for: { default: 20s, maximum: 10s }"),
    `${at}.for.maximum: is shorter than default; make it longer`,
  ],
  [
    "times without a default",
    action("pulse: pump, for: { maximum: 10s }"),
    `${at}.for.default: is missing: Time of a pulse when the command names none.`,
  ],
  [
    "a time without a unit",
    action("pulse: pump, for: 20"),
    `${at}.for: should be a number with a unit of time, such as 20ms, 30s, 10m, 5h or 2d`,
  ],
  [
    "a pulse longer than max_on",
    action("pulse: pump, for: { default: 1m, maximum: 31m }"),
    `${at}.for: is longer than max_on of pump, 30m; make one of the two fit`,
  ],
  [
    "a pulse without the value it needs",
    action("pulse: fan, for: 1s"),
    `${at}.value: is missing: a whole number, while the pulse lasts`,
  ],
  ["a pulse to off", action("pulse: pump, value: false, for: 1s"), `${at}.value: is off, and a pulse goes on`],
  [
    "a pulse to the word of off",
    action("pulse: vent, value: shut, for: 1s"),
    `${at}.value: is off, and a pulse goes on`,
  ],
  [
    "a pulse beyond the limits of its output",
    action("pulse: fan, value: 9, for: 1s"),
    `${at}.value: is above maximum in the limits of fan, 8`,
  ],
  [
    "a write beyond the limits of its output",
    action("write: { fan: 9 }"),
    `${at}.write.fan: is above maximum in the limits of fan, 8`,
  ],
  ["for without a pulse", action("write: { pump: true }, for: 1s"), `${at}.for: goes with a pulse only; leave it out`],
  [
    "value beside to",
    action("to: { pulse: 1s, safe_value: false }, value: true"),
    `${at}.value: goes with a pulse only; what to writes stands in it`,
  ],
  [
    "limits of an action without an output",
    action("pulse: pump, for: 1s, limits: { max_on: 1m }"),
    `${at}.limits: holds for an output, and there is no to here; let it stand at the property that the action switches`,
  ],
  [
    "an own output without safe_value",
    action("to: { pulse: 1s }"),
    /^things\.box\.actions\.go\.to\.safe_value: is missing: What the output is set to/,
  ],
  ["an own output that is told nothing", action("to: { safe_value: false }"), `${at}.to: needs one of value, pulse`],
  [
    "an own pulse that would not end",
    action("to: { pulse: 1s, safe_value: null }"),
    `${at}.to.safe_value: the safe_value of go is null, so a pulse would not end; give the value that is off`,
  ],
  [
    "an own pulse to its safe_value",
    action("to: { value: 5, pulse: 1s, safe_value: 5 }"),
    `${at}.to.value: is off, and a pulse goes on`,
  ],
  ["an own pulse of 0", action("to: { pulse: 0ms, safe_value: false }"), `${at}.to.pulse: should be longer than 0`],
  [
    "an own pulse longer than max_on",
    action("to: { pulse: 2s, safe_value: false }, limits: { max_on: 1s }"),
    `${at}.to.pulse: is longer than max_on of go, 1s; make one of the two fit`,
  ],
  [
    "a safe_value of another kind than the value",
    action("to: { value: ring, safe_value: 0 }"),
    /to\.safe_value: should be one of ring/,
  ],
  [
    "a key of no driver and none of ours",
    action("to: { puls: 1s, safe_value: false }"),
    `${at}.to.puls: unknown key; did you mean "pulse"?`,
  ],
  [
    "an own output on a connection that is not there",
    action("to: { connection: bos, pulse: 1s, safe_value: false }"),
    `${at}.to.connection: there is no connection bos; did you mean "bus"?`,
  ],
  [
    "an own output named by others",
    `${action("to: { pulse: 1s, safe_value: false }")}stop_when: [{ property: box/go, is: true }]`,
    "stop_when[0].property: go is an action of box; name a property",
  ],
  [
    "expect without its time",
    action("write: { pump: true }, expect: { property: door, is: true }"),
    `${at}.expect.within: is missing: Time in which it must be met.`,
  ],
  [
    "expect of what is never read",
    action("write: { pump: true }, expect: { property: pump, is: true, within: 5s }"),
    `${at}.expect.property: box/pump is never read; give it a from, or name another property`,
  ],
  [
    "expect that must hold longer than it waits",
    action("write: { pump: true }, expect: { property: door, is: true, for: 5s, within: 5s }"),
    `${at}.expect.for: should be shorter than within`,
  ],
  [
    "expect in no time",
    action("write: { pump: true }, expect: { property: door, is: true, within: 0s }"),
    `${at}.expect.within: should be longer than 0`,
  ],
  [
    "within in only_if",
    action("write: { pump: true }, only_if: { property: door, is: true, within: 5s }"),
    /only_if\.within: unknown key/,
  ],
  [
    "a condition of an action on what is not there",
    action("write: { pump: true }, only_if: [{ property: hut/forst, is: true }]"),
    `${at}.only_if[0].property: hut has no property forst; did you mean "frost"?`,
  ],
]);

test("a pulse of a property with a problem of its own is not called missing", () => {
  const body = action("pulse: pump, for: 1s").replace("pump: { type: boolean", "pump: { typ: boolean");
  assert.deepEqual(
    problemsOf(readBody(body)).filter((problem) => problem.includes("actions")),
    [],
  );
});
