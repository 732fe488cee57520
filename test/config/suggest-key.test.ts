import assert from "node:assert/strict";
import { test } from "node:test";
import { didYouMean, suggestKey } from "../../src/config/suggest-key.ts";

test("the nearest known word is suggested, swapped letters counting once", () => {
  assert.equal(suggestKey("form", ["to", "from", "off"]), "from");
  assert.equal(suggestKey("pasword_file", ["password_file", "ca_file"]), "password_file");
  assert.equal(suggestKey("Title", ["title", "type"]), "title");
});

test("nothing is suggested when nothing is near", () => {
  assert.equal(suggestKey("alerts", ["from", "to", "type"]), undefined);
  assert.equal(suggestKey("x".repeat(100_000), ["x"]), undefined);
});

test("without a near word the known ones are told, unless there are very many", () => {
  assert.equal(didYouMean("zzz", ["from", "to"]), "; known here: from, to");
  assert.equal(
    didYouMean(
      "zzz",
      Array.from({ length: 40 }, (_, index) => `word${index}`),
    ),
    "",
  );
});
