import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { decodeColumns } from "../../src/core/decode-columns.ts";

const start = 1_780_310_400_000;

describe("decodeColumns", () => {
  const column = { thing: "shed", name: "warm", base_at: start, kind: "number", scale: 1, times: [0], values: [5] };

  for (const [what, wrong] of [
    ["no object", null],
    ["a float", { ...column, values: [0.5] }],
    ["more values than times", { ...column, values: [5, 6] }],
    ["times of a column that is not there", { ...column, times: 0 }],
    ["times of a column before the first", { ...column, times: -1 }],
    ["a scale without end", { ...column, scale: 1e9 }],
    ["digits without end", { ...column, values: ["9".repeat(129)] }],
    ["a time that no calendar knows", { ...column, base_at: 9e15 }],
    ["a time before 1970", { ...column, times: [-start - 1] }],
    ["an unknown quality", { ...column, holes: [[0, 5]] }],
    ["a hole that is none", { ...column, holes: [7] }],
    ["a name that is none", { ...column, name: "__proto__" }],
    ["an unknown kind", { ...column, kind: "picture" }],
    ["a word that is not there", { ...column, kind: "text", words: ["a"], indexes: [1] }],
    ["a boolean of 2", { ...column, kind: "boolean", values: [2] }],
  ] as const) {
    it(`names the column that has ${what}`, () => {
      assert.deepEqual(decodeColumns({ columns: [wrong] }), { ok: false, problem: "Column 0 cannot be read." });
    });
  }

  it("takes what a column does not say from those before it, over a column of another kind", () => {
    const door = { name: "door", kind: "boolean", times: [1], values: [1] };
    const soil = { name: "soil", kind: "number", times: [2], values: [6] };
    const decoded = decodeColumns({ columns: [{ ...column, unit: "Cel" }, door, soil] });
    const head = { thing: "shed", quality: "ok" };
    assert.deepEqual(decoded.ok && decoded.readings, [
      { ...head, name: "warm", at: start, value: { coefficient: 5n, scale: 1 }, unit: "Cel" },
      { ...head, name: "door", at: start + 1, value: true, unit: undefined },
      { ...head, name: "soil", at: start + 2, value: { coefficient: 6n, scale: 1 }, unit: "Cel" },
    ]);
  });

  for (const missing of ["thing", "base_at", "kind", "scale"] as const) {
    it(`cannot read a first column without ${missing}`, () => {
      assert.equal(decodeColumns({ columns: [{ ...column, [missing]: undefined }] }).ok, false);
    });
  }

  it("takes shared times only from a column that has its own", () => {
    const shared = { ...column, times: 0 };
    assert.equal(decodeColumns({ columns: [column, shared] }).ok, true);
    assert.deepEqual(decodeColumns({ columns: [column, shared, { ...column, times: 1 }] }), {
      ok: false,
      problem: "Column 2 cannot be read.",
    });
  });

  it("stops before it holds more than an event can", () => {
    const zeros = new Array(15_000).fill(0);
    const full = { ...column, times: zeros, values: zeros };
    const shared = { ...full, times: 0 };
    assert.deepEqual(decodeColumns({ columns: [full, shared, shared] }), {
      ok: false,
      problem: "The event holds too much.",
    });
  });

  it("tells of an event without columns", () => {
    for (const content of [undefined, null, 7, "x", [], {}, { columns: {} }])
      assert.equal(decodeColumns(content).ok, false);
  });

  it("never throws, whatever stands in an event", () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.constantFrom<unknown>(0, -1, [0], [0, 1], [[0, 4]], "number", "text", ["a"], start),
    );
    const columns = fc.record(
      {
        thing: fc.constantFrom<unknown>("shed", 7),
        name: fc.constant("warm"),
        base_at: anything,
        kind: fc.constantFrom<unknown>("number", "boolean", "text", 1),
        scale: anything,
        unit: anything,
        times: anything,
        values: anything,
        words: anything,
        indexes: anything,
        holes: anything,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record({ columns: fc.array(columns) })), (content) => {
        const decoded = decodeColumns(content);
        if (decoded.ok) for (const { at } of decoded.readings) assert.ok(!Number.isNaN(new Date(at).getTime()));
      }),
      { numRuns: 1000 },
    );
  });
});
