import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fatalCodes, faultCodes } from "../src/core/fault-codes.ts";
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

test("every attack of the page names a test that there is", () => {
  const titles = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith("security-page.test.ts"))
    .map((name) => readFileSync(join(root, "test", name), "utf8"))
    .join("\n");
  assert.ok(rows.length > 30);
  for (const cells of rows) {
    const named = [...(cells.at(-1) ?? "").matchAll(quoted)].map(([, title = ""]) => title);
    assert.notEqual(named.length, 0, cells[0]);
    for (const title of named) assert.ok(titles.includes(`"${title}"`), title);
  }
});

test("every code of the page is one that is told", () => {
  const named = rows.flatMap(([, stops = ""]) => [...stops.matchAll(quoted)].map(([, word = ""]) => word));
  const likeCodes = named.filter((word) => /^[a-z]+(-[a-z]+)*$/.test(word) && !words.has(word));
  assert.ok(likeCodes.length > 15);
  for (const code of likeCodes) assert.ok(codes.has(code), code);
});
