import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { commandSchema } from "../../schemas/command.ts";
import type { XSchema } from "../../schemas/schema.ts";
import { compileCheck } from "../../src/checking/compile-check.ts";

const lamp = {
  type: "object",
  additionalProperties: false,
  required: ["name", "level"],
  properties: {
    name: { type: "string", minLength: 1 },
    level: { type: "integer", minimum: 0, maximum: 10, default: 5 },
    mode: { enum: ["auto", "manual"] },
    way: {
      anyOf: [
        {
          type: "object",
          additionalProperties: false,
          required: ["kind", "pin"],
          properties: { kind: { const: "gpio" }, pin: { type: "integer" } },
        },
        {
          type: "object",
          additionalProperties: false,
          required: ["kind", "topic"],
          properties: { kind: { const: "mqtt" }, topic: { type: "string" } },
        },
        { type: "null" },
      ],
    },
    names: { type: "object", propertyNames: { pattern: "^[a-z]+$" } },
  },
} as const satisfies XSchema;

const check = compileCheck(lamp);

function messages(input: unknown): string[] {
  const checked = check(input);
  return checked.ok ? [] : checked.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
}

describe("compileCheck", () => {
  it("hands on what fits, typed", () => {
    const checked = check({ name: "desk", level: 3 });
    assert.equal(checked.ok && checked.value.level, 3);
  });

  it("tells all problems at once", () => {
    assert.deepEqual(messages({ name: "", level: 11, mode: "off", lvl: 1 }), [
      ': unknown key "lvl"',
      "/name: must not be empty",
      "/level: must be at most 10",
      "/mode: must be auto or manual",
    ]);
  });

  it("names a missing key", () => {
    assert.deepEqual(messages({ name: "desk" }), [': the key "level" is missing']);
  });

  it("gives the keys that an unknown one may have been meant for", () => {
    const checked = check({ name: "desk", level: 1, lvl: 1 });
    assert.equal(checked.ok, false);
    assert.deepEqual(checked.problems, [
      {
        pointer: "",
        keyword: "additionalProperties",
        unknownKey: "lvl",
        allowed: ["name", "level", "mode", "way", "names"],
        message: 'unknown key "lvl"',
      },
    ]);
    assert.equal(checked.errors[0]?.schemaPath, "#/additionalProperties");
  });

  it("tells only of the branch that was meant", () => {
    assert.deepEqual(messages({ name: "desk", level: 1, way: { kind: "gpio", pin: "4" } }), [
      "/way/pin: must be a whole number",
    ]);
    assert.deepEqual(messages({ name: "desk", level: 1, way: { kind: "mqtt" } }), ['/way: the key "topic" is missing']);
  });

  it("tells of the choice itself when no branch was meant", () => {
    assert.deepEqual(messages({ name: "desk", level: 1, way: 7 }), [
      "/way: must be a mapping of keys to values or null",
    ]);
  });

  it("names a key that has the wrong form", () => {
    assert.deepEqual(messages({ name: "desk", level: 1, names: { "A b": 1 } }), [
      '/names: the key "A b" does not have the form ^[a-z]+$',
    ]);
  });

  it("fills in defaults only when asked to", () => {
    assert.equal(check({ name: "desk" }).ok, false);
    assert.deepEqual(compileCheck(lamp, { fillDefaults: true })({ name: "desk" }), {
      ok: true,
      value: { name: "desk", level: 5 },
    });
  });

  it("throws for a schema with a keyword that does not exist", () => {
    const wrong = { type: "object", requird: ["a"] } as const;
    assert.throws(() => compileCheck(wrong)({}), /requird/);
  });

  it("answers any input with a value or with problems that never repeat it", () => {
    const command = compileCheck(commandSchema);
    fc.assert(
      fc.property(fc.anything(), (input) => {
        const checked = command(input);
        assert.equal(checked.ok, false);
        assert.ok(checked.problems.length > 0);
      }),
    );
  });
});
