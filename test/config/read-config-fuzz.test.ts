import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { problemsOf, readBody, readText } from "./read-text.ts";

test("endless nesting and very many keys are refused in bounded time", () => {
  for (const yaml of ["[".repeat(200_000), `a: ${"{b: ".repeat(50_000)}`, "- ".repeat(100_000)]) {
    assert.ok(!readText(yaml).ok);
  }
  const many = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join("\n");
  assert.ok(!readText(many).ok);
});

test("a key named __proto__ is an unknown key like any other", () => {
  assert.match(problemsOf(readBody("__proto__: { clock: trusted }\n")).join("\n"), /^__proto__: unknown key/m);
});

const words = [
  "matrix",
  "things",
  "properties",
  "from",
  "to",
  "type",
  "number",
  "true",
  "no",
  "1e5",
  "~",
  "safe_value",
  "values",
  "profile",
  "__proto__",
  "@a:b",
  "!x",
  "%",
  "&a",
  "*a",
  "<<",
  "|",
  ">",
  "- ",
  "? ",
  ": ",
  ":\n  ",
  "\n",
  "\n\n  ",
  "\t",
  "{",
  "}",
  "[",
  "]",
  ",",
  '"',
  "'",
  "#",
  "---",
  "...",
  "\u0000",
  "é",
  "0x1",
  ".nan",
  "-",
];

test("text that looks like YAML is never more than refused", () => {
  const text = fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 6 })), { maxLength: 60 });
  fc.assert(
    fc.property(text, (parts) => {
      const yaml = parts.join("");
      for (const read of [readText(yaml), readBody(`things:\n  ${yaml.replaceAll("\n", "\n  ")}\n`)]) {
        if (read.ok) continue;
        assert.ok(read.problems.length > 0);
        for (const { line, column } of read.problems) assert.ok(line >= 1 && column >= 1);
      }
    }),
    { numRuns: 400 },
  );
});

test("any JSON in the place of a part is never more than refused", () => {
  const part = fc.constantFrom(
    "matrix",
    "operators",
    "readers",
    "connections",
    "defaults",
    "things",
    "storage",
    "clock",
  );
  fc.assert(
    fc.property(part, fc.jsonValue({ maxDepth: 5 }), (key, value) => {
      const read = readText(JSON.stringify({ matrix: { homeserver: "https://hs", user: "@a:hs" }, [key]: value }));
      assert.ok(read.ok || read.problems.length > 0);
    }),
    { numRuns: 300 },
  );
});

test("any JSON in the place of a property's key is never more than refused", () => {
  const key = fc.constantFrom(
    "title",
    "aliases",
    "type",
    "unit",
    "minimum",
    "step",
    "decimals",
    "enum",
    "labels",
    "off",
    "from",
    "to",
    "report",
    "limits",
    "read_back",
    "stale",
  );
  fc.assert(
    fc.property(key, fc.jsonValue({ maxDepth: 4 }), (name, value) => {
      const keys = { type: "number", from: { line: "a" }, [name]: value };
      const read = readBody(`things: ${JSON.stringify({ box: { connection: "bus", properties: { p: keys } } })}\n`);
      assert.ok(read.ok || read.problems.length > 0);
    }),
    { numRuns: 300 },
  );
});
