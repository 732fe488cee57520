import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { commandsDoc } from "../../scripts/commands-doc.ts";
import { refusalCodes } from "../../src/core/refusal-codes.ts";

test("docs/commands.md is what the sources say; else run node scripts/emit-commands-doc.ts", () => {
  assert.equal(readFileSync(new URL("../../docs/commands.md", import.meta.url), "utf8"), commandsDoc());
});

test("docs/commands.md lists every refusal code once, with its remedy", () => {
  const lines = commandsDoc().split("\n");
  for (const [code, { meaning, remedy }] of Object.entries(refusalCodes)) {
    assert.deepEqual(
      lines.filter((line) => line.startsWith(`| \`${code}\` |`)),
      [`| \`${code}\` | ${meaning} | ${remedy} |`],
    );
  }
});
