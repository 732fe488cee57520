import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { faultCodes } from "../../src/core/fault-codes.ts";
import { compileExtract } from "../../src/drivers/extract.ts";

test("a JSON Pointer finds booleans, texts and exact numbers", () => {
  const payload = '{"a":{"b/c":[true,"x",21.50,1e2,12345678901234567890.123]}}';
  const at = (index: number) => compileExtract({ path: `/a/b~1c/${index}` })(payload);
  assert.deepEqual(at(0), { kind: "value", wire: true });
  assert.deepEqual(at(1), { kind: "value", wire: "x" });
  assert.deepEqual(at(2), { kind: "value", wire: { coefficient: 2150n, scale: 2 } });
  assert.deepEqual(at(3), { kind: "value", wire: { coefficient: 100n, scale: 0 } });
  assert.deepEqual(at(4), { kind: "value", wire: { coefficient: 12345678901234567890123n, scale: 3 } });
});

test("what is not there, not JSON or no plain value is a fault that quotes the payload", () => {
  const extract = compileExtract({ path: "/a" });
  const faultOf = (payload: string) => {
    const found = extract(payload);
    assert.ok(found.kind === "nothing" && found.detail.includes(JSON.stringify(payload.slice(0, 20)).slice(0, -1)));
    return found.fault;
  };
  assert.equal(faultOf("{"), "bad-json");
  assert.equal(faultOf('{"b":1}'), "no-such-path");
  assert.equal(faultOf("[1]"), "no-such-path");
  assert.equal(faultOf('{"a":null}'), "not-a-value");
  assert.equal(faultOf('{"a":{"b":1}}'), "not-a-value");
});

test("keys that every object inherits are not there", () => {
  for (const path of ["/constructor", "/__proto__", "/toString"]) {
    assert.equal(compileExtract({ path })("{}").kind, "nothing");
  }
});

test("a pattern gives its named group, its only group, or the whole match", () => {
  const line = "T=-3.5 H=40";
  assert.deepEqual(compileExtract({ match: "T=(?<t>\\S+) H=(?<h>\\d+)", group: "h" })(line), {
    kind: "value",
    wire: "40",
  });
  assert.deepEqual(compileExtract({ match: "T=(?<t>\\S+)" })(line), { kind: "value", wire: "-3.5" });
  assert.deepEqual(compileExtract({ match: "H=\\d+" })(line), { kind: "value", wire: "H=40" });
  assert.equal(compileExtract({ match: "P=(?<p>\\d+)" })(line).kind, "nothing");
});

test("without path and match the whole payload is the value, leading zeros and all", () => {
  assert.deepEqual(compileExtract({})("007"), { kind: "value", wire: "007" });
});

test("settings that cannot work are refused with a sentence", () => {
  assert.throws(() => compileExtract({ path: "/a", match: "b" }), /exclude each other/);
  assert.throws(() => compileExtract({ path: "a" }), /write `\/a`/);
  assert.throws(() => compileExtract({ match: "(?=a)" }), /looks ahead/);
  assert.throws(() => compileExtract({ match: "(?<a>x)(?<b>y)" }), /name one with `group`/);
  assert.throws(() => compileExtract({ match: "x", group: "a" }), /no group named a/);
  assert.throws(() => compileExtract({ group: "a" }), /needs `match`/);
});

test("no payload makes it throw", () => {
  const extracts = [
    compileExtract({}),
    compileExtract({ path: "/a/0/b" }),
    compileExtract({ path: "" }),
    compileExtract({ match: "(?<x>(a|aa)*b?)\\d+", group: "x" }),
  ];
  const payload = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.json(),
    fc.json().map((text) => text.slice(0, -1)),
    fc.nat(300).map((depth) => "[".repeat(depth)),
    fc.nat(100_000).map((length) => "a".repeat(length)),
  );
  fc.assert(
    fc.property(payload, (text) => {
      for (const extract of extracts) {
        const found = extract(text);
        if (found.kind === "nothing") assert.ok(found.fault in faultCodes && found.detail.length < 1000);
      }
    }),
    { numRuns: 300 },
  );
});
