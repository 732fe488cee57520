import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { formatDecimal } from "../../src/core/decimal.ts";
import {
  atPointer,
  isJsonDecimal,
  isJsonObject,
  isPointer,
  type JsonValue,
  parseJson,
} from "../../src/core/json-text.ts";

/** Back to what JSON.parse would give. */
function plain(value: JsonValue): unknown {
  if (isJsonDecimal(value)) return Number(formatDecimal(value));
  if (Array.isArray(value)) return value.map(plain);
  if (isJsonObject(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  return value;
}

describe("parseJson", () => {
  it("keeps numbers as they were written", () => {
    const value = parseJson('{"t": 21.50, "n": [9007199254740993, -0.1, 1e2]}');
    assert.deepEqual(atPointer(value ?? null, "/t"), { coefficient: 2150n, scale: 2 });
    assert.deepEqual(atPointer(value ?? null, "/n/0"), { coefficient: 9007199254740993n, scale: 0 });
    assert.deepEqual(atPointer(value ?? null, "/n/1"), { coefficient: -1n, scale: 1 });
    assert.deepEqual(atPointer(value ?? null, "/n/2"), { coefficient: 100n, scale: 0 });
    assert.deepEqual(parseJson("3"), { coefficient: 3n, scale: 0 });
  });

  it("leaves a number that is too extreme as its text", () => assert.equal(parseJson("1e999"), "1e999"));

  it("takes an object that looks like a decimal for an object", () => {
    const value = parseJson('{"coefficient": 1, "scale": 0}');
    assert.equal(isJsonDecimal(value), false);
    assert.equal(isJsonObject(value), true);
  });

  it("gives objects no prototype, whatever their keys", () => {
    const value = parseJson('{"__proto__": {"on": true}, "constructor": 1, "a": {}}');
    assert.ok(isJsonObject(value));
    assert.equal(Object.getPrototypeOf(value), null);
    assert.equal(value.on, undefined);
    assert.equal(atPointer(value, "/__proto__/on"), true);
    assert.equal(atPointer(value, "/toString"), undefined);
    assert.equal(Object.getPrototypeOf(value.a), null);
  });

  for (const [what, text] of [
    ["nothing", ""],
    ["half an object", '{"a": 1'],
    ["a float that JSON does not know", "NaN"],
    ["two values", "1 2"],
    ["65 levels", "[".repeat(65) + "]".repeat(65)],
    ["a million open brackets", "[".repeat(1_000_000)],
    ["more than a mebibyte", `"${"x".repeat(1_048_576)}"`],
  ] as const) {
    it(`gives undefined for ${what}`, () => assert.equal(parseJson(text), undefined));
  }

  it("takes 64 levels, and brackets within texts", () => {
    assert.notEqual(parseJson("[".repeat(64) + "]".repeat(64)), undefined);
    assert.equal(parseJson(JSON.stringify(`\\"${"[".repeat(100)}`)), `\\"${"[".repeat(100)}`);
  });

  it("agrees with JSON.parse on any JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        const parsed = parseJson(text);
        assert.ok(parsed !== undefined);
        // Doubles near zero have more digits than a Decimal takes and stay text.
        if (!/e-\d{2}/.test(text) && !/e\+\d{2}/.test(text)) assert.deepEqual(plain(parsed), zeroed(JSON.parse(text)));
      }),
    );
  });

  it("never throws, whatever the text", () => {
    const jsonLike = fc.string({ unit: fc.constantFrom(...'{}[]",:0123456789.eE+-\\u tfn'), maxLength: 60 });
    fc.assert(
      fc.property(fc.oneof(jsonLike, fc.string({ unit: "binary" })), (text) => {
        const reference = attempt(text);
        assert.equal(parseJson(text) === undefined, reference === undefined);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("JSON pointers", () => {
  // The examples of RFC 6901, section 5.
  const document = parseJson(
    '{"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\\\j": 5, "k\\"l": 6, " ": 7, "m~n": 8}',
  );
  assert.ok(document !== undefined);

  for (const [pointer, expected] of [
    ["/foo/0", "bar"],
    ["/", 0],
    ["/a~1b", 1],
    ["/c%d", 2],
    ["/e^f", 3],
    ["/g|h", 4],
    ["/i\\j", 5],
    ['/k"l', 6],
    ["/ ", 7],
    ["/m~0n", 8],
  ] as const) {
    it(`finds ${JSON.stringify(pointer)}`, () => {
      const found = atPointer(document, pointer);
      assert.deepEqual(found, typeof expected === "number" ? { coefficient: BigInt(expected), scale: 0 } : expected);
    });
  }

  it("the empty one is the whole", () => assert.equal(atPointer(document, ""), document));

  it("a number has no parts", () => assert.equal(atPointer(document, "/a~1b/scale"), undefined));

  for (const pointer of [
    "/foo/2",
    "/foo/-",
    "/foo/01",
    "/foo/length",
    "/nothing",
    "/foo/0/0",
    "/__proto__",
    "foo",
    "/m~n",
    "/~",
  ]) {
    it(`nothing stands at ${JSON.stringify(pointer)}`, () => assert.equal(atPointer(document, pointer), undefined));
  }

  it("are told from other texts", () => {
    assert.deepEqual(["", "/", "/a/b", "/~0~1", "a", "/~2", "/a~"].map(isPointer), [
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

function attempt(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** -0 as 0: a decimal knows only one. */
function zeroed(value: unknown): unknown {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(zeroed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, zeroed(inner)]));
}
