import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { foldName } from "../../src/core/fold-name.ts";

describe("foldName", () => {
  for (const [a, b] of [
    ["Bad (Obergeschoß)", "bad(OBERGESCHOSS)"],
    ["Küche", "kuche"],
    ["Lufter Büro", "lüfter_buro"],
    ["water-pump", "Water Pump"],
    ["ﬁlter", "FILTER"],
    ["Ｐｕｍｐ １", "pump1"],
    ["İstanbul", "istanbul"],
    ["ΣΟΦΟΣ", "σοφος"],
    ["non\u00a0breaking", "nonbreaking"],
  ] as const) {
    it(`takes ${a} for ${b}`, () => assert.equal(foldName(a), foldName(b)));
  }

  it("keeps apart what differs in letters or digits", () => {
    assert.notEqual(foldName("pump 1"), foldName("pump 2"));
    assert.notEqual(foldName("door"), foldName("doors"));
  });

  it("is the same folded twice, for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => assert.equal(foldName(foldName(text)), foldName(text))),
      { numRuns: 2000 },
    );
  });

  it("does not care for case, for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) =>
        assert.equal(foldName(text.toUpperCase()), foldName(text)),
      ),
    );
  });
});
