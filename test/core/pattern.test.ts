import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { compilePattern, type Pattern } from "../../src/core/pattern.ts";

function pattern(text: string): Pattern {
  const compiled = compilePattern(text);
  assert.ok(compiled.ok, compiled.ok ? "" : compiled.problem);
  return compiled.pattern;
}

describe("compilePattern", () => {
  it("finds the leftmost match and its named groups", () => {
    const match = pattern(String.raw`T=(?<t>-?\d+(?:\.\d+)?)( H=(?<h>\d+))?`).match("x T=-21.5 y T=3");
    assert.deepEqual(
      [...(match ?? [])],
      [
        ["0", "T=-21.5"],
        ["t", "-21.5"],
      ],
    );
  });

  it("tells the names of its groups", () => assert.deepEqual(pattern("(?<a>.)(?P<b>.)(.)").groups, ["a", "b"]));

  it("gives undefined when nothing matches", () => assert.equal(pattern("^T=").match("H=1"), undefined));

  it("can be used again and again", () => {
    const twice = pattern("(?<n>\\d+)");
    assert.deepEqual(
      ["a1", "b", "c22"].map((text) => twice.match(text)?.get("n")),
      ["1", undefined, "22"],
    );
  });

  for (const text of ["a(?=b)", "a(?!b)", "(?<=a)b", "(?<!a)b"]) {
    it(`refuses to look around: ${text}`, () => {
      const compiled = compilePattern(text);
      assert.ok(!compiled.ok);
      assert.match(compiled.problem, /ahead or behind.*\(\?<name>/);
    });
  }

  for (const text of ["(a)\\1", "(?<x>a)\\k<x>"]) {
    it(`refuses to refer back: ${text}`, () => {
      const compiled = compilePattern(text);
      assert.ok(!compiled.ok);
      assert.match(compiled.problem, /refers back.*write the repeated part out/);
    });
  }

  for (const text of ["[(?=]", "\\(\\?=", "[\\]()?=]+", "\\\\1", "\\Q(?=\\E", "[^](?=]"]) {
    it(`takes ${text}, which only looks like it`, () => assert.equal(compilePattern(text).ok, true));
  }

  for (const text of ["(", "[a", "*", "a{2,1}", "(?<a>.)(?<a>.)", "a".repeat(1025)]) {
    it(`tells what is wrong with ${text.slice(0, 20)}`, () => {
      const compiled = compilePattern(text);
      assert.ok(!compiled.ok);
      assert.match(compiled.problem, /^The pattern .*; .*\.$/);
    });
  }

  it("stays linear where backtracking would take for ever", () => {
    assert.equal(pattern("^(a+)+$").match(`${"a".repeat(5000)}!`), undefined);
  });

  it("never throws, whatever pattern and text", () => {
    const near = fc.string({ unit: fc.constantFrom(..."ab()[]{}?*+|\\^$.<>=!:1dw,-"), maxLength: 20 });
    fc.assert(
      fc.property(near, fc.string({ unit: "binary" }), (text, input) => {
        const compiled = compilePattern(text);
        if (compiled.ok) compiled.pattern.match(input);
        else assert.ok(compiled.problem.length > 0);
      }),
      { numRuns: 1000 },
    );
  });
});
