import assert from "node:assert/strict";
import { test } from "node:test";
import { type LineForm, printLines } from "../../src/cli/print-lines.ts";

/** Clears the screen in two ways, begins a line, and turns the order of what is read around. */
const evil = "a\u001b[2J\u009b2Jb\nc\u202ed \u{e0001}e";

function printed(form: LineForm, line: string): string {
  const written: string[] = [];
  printLines({ write: (text) => written.push(text) }, form)(line);
  return written.join("");
}

test("words of a stranger cannot steer the terminal, or make a line of their own", () => {
  assert.equal(printed("text", `box is "${evil}"`), 'box is "a[2J2Jb / cd e"\n');
});

test("a line of JSON holds the same words, each character that a terminal obeys as an escape", () => {
  const line = printed("json", JSON.stringify({ title: evil }));
  assert.match(line, /^[\x20-\x7e]+\n$/);
  assert.deepEqual(JSON.parse(line), { title: evil });
});

test("a cell of CSV may hold several lines", () => {
  assert.equal(printed("csv", 'at,"a\nb"'), 'at,"a\nb"\n');
});
