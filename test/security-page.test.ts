import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readOperatorWords } from "../src/cli/operators/read-operator-words.ts";
import { usage } from "../src/cli/usage.ts";
import { fatalCodes } from "../src/core/fatal-codes.ts";
import { faultCodes } from "../src/core/fault-codes.ts";
import { refusalCodes } from "../src/core/refusal-codes.ts";

const root = join(import.meta.dirname, "..");
const page = readFileSync(join(root, "docs/security.md"), "utf8");
const quoted = /`([^`]+)`/g;

/** Rows of every table as their cells, headings and rules left out. */
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| ---"))
  .map((line) => line.split("|").slice(1, -1))
  .filter((cells) => cells.at(-1)?.trim() !== "Shown by");

const codes = new Set([...Object.keys(refusalCodes), ...Object.keys(faultCodes), ...Object.keys(fatalCodes)]);
/** What looks like a code in those cells and is an outcome, a right or a key of an event. */
const words = new Set(["unknown", "admin", "seq"]);

/** What `pattern` finds in the files of test/ whose names fit. */
function inTests(pattern: RegExp, name: RegExp): readonly string[] {
  const files = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" });
  const texts = files.filter((file) => name.test(file)).map((file) => readFileSync(join(root, "test", file), "utf8"));
  return texts.flatMap((text) => [...text.matchAll(pattern)].map(([, title = ""]) => title));
}

/** Classes of the attack suite: their names stand in one column of their files. */
const attacks = inTests(/^ {4}name: "([^"]+)"/gm, /^attacks\/classes\//);

test("every attack of the page names a test that there is", () => {
  const titles = new Set([...attacks, ...inTests(/\btest\("([^"]+)"/g, /\.test\.ts$/)]);
  assert.ok(rows.length > 50);
  for (const cells of rows) {
    const named = [...(cells.at(-1) ?? "").matchAll(quoted)].map(([, title = ""]) => title);
    assert.notEqual(named.length, 0, cells[0]);
    for (const title of named) assert.ok(titles.has(title), title);
  }
});

test("every attack that is played stands on the page, and every lie of the homeserver that lies", () => {
  const honest = [
    "passes everything on unchanged while it is honest",
    "ends a waiting sync for what is told meanwhile",
  ];
  const lies = inTests(/\btest\("([^"]+)"/g, /^homeserver\/lying-\w+\.test\.ts$/);
  assert.ok(attacks.length > 100 && lies.length > 15);
  const played = [...attacks, ...lies.filter((lie) => !honest.includes(lie))];
  assert.deepEqual(
    played.filter((name) => !page.includes(`\`${name}\``)),
    [],
  );
});

test("every code of the page is one that is told", () => {
  const named = rows.flatMap(([, stops = ""]) => [...stops.matchAll(quoted)].map(([, word = ""]) => word));
  const likeCodes = named.filter((word) => /^[a-z]+(-[a-z]+)*$/.test(word) && !words.has(word));
  assert.ok(likeCodes.length > 15);
  for (const code of likeCodes) assert.ok(codes.has(code), code);
});

test("every command line and every link of the page leads somewhere", () => {
  const lines = [...page.matchAll(/`roomwire ([a-z]+)([^`]*)`/g)];
  assert.ok(lines.length > 10);
  for (const [line, command, rest = ""] of lines) {
    assert.match(usage, new RegExp(`^ {2}${command} `, "m"), line);
    if (command === "operators") readOperatorWords(rest.split(" ").filter(Boolean), { inRoom: false });
  }
  for (const [, file = ""] of page.matchAll(/\]\(([^)#]+)[^)]*\)/g))
    assert.ok(existsSync(join(root, "docs", file)), file);
});
