import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { actionOutputSchema, actionSchema } from "../../src/config/schema/actions.ts";
import { expectSchema } from "../../src/config/schema/condition.ts";
import { limitsSchema, linkLossSchema } from "../../src/config/schema/limits.ts";
import { operatorSchema } from "../../src/config/schema/operators.ts";
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
    "time_zone",
    "stop_when",
    "pair_button",
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
    "on_link_loss",
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

const right = { matrix: { homeserver: "https://hs", user: "@a:hs" }, connections: { bus: { type: "wire", port: 1 } } };

test("any JSON in the place of a key of limits, actions, conditions or operators is never more than refused", () => {
  const keys = (schema: { readonly properties: object }) => fc.constantFrom(...Object.keys(schema.properties));
  const parts = fc.record({
    limit: keys(limitsSchema),
    loss: keys(linkLossSchema),
    action: fc.oneof(keys(actionSchema), keys(actionOutputSchema)),
    asked: keys(expectSchema),
    operator: keys(operatorSchema),
    values: fc.array(fc.jsonValue({ maxDepth: 3 }), { minLength: 5, maxLength: 5 }),
  });
  fc.assert(
    fc.property(parts, ({ limit, loss, action, asked, operator, values: [a, b, c, d, e] }) => {
      const condition = { property: "box/p", is: 1, [asked]: d };
      const p = { type: "number", from: { line: "a" }, to: { line: "a", safe_value: 0 } };
      const limited = { ...p, limits: { max_on: "1m", [limit]: a, only_if: condition }, on_link_loss: { [loss]: b } };
      const go = { to: { pulse: "1s", safe_value: false, [action]: c }, [action]: c, expect: condition };
      const things = { box: { connection: "bus", properties: { p: limited }, actions: { go } } };
      const stated = { things, stop_when: [condition], operators: [{ user: "@a:b", [operator]: e }] };
      const read = readText(JSON.stringify({ ...right, ...stated }));
      assert.ok(read.ok || read.problems.length > 0);
    }),
    { numRuns: 400 },
  );
});
