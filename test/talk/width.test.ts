import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { table } from "../../src/talk/table.ts";
import { talkToPeople } from "../../src/talk/talk-to-people.ts";
import { english } from "../../src/texts/english.ts";
import { german } from "../../src/texts/german.ts";
import { operators, things } from "../fakes/gate-scene.ts";
import { talkParts } from "../fakes/talk-parts.ts";

/** Columns of a phone. */
const widest = 40;

test("no line of a table is wider than a phone, whatever stands in it", () => {
  const cell = fc.string({ unit: "grapheme", maxLength: 120 });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 8 }), (rows) => {
      for (const line of table(rows).body.split("\n")) assert.ok(line.length <= widest, line);
    }),
  );
});

test("a table is as wide as most of its rows want, and what fits no column stands under its name", () => {
  const rows = [
    ["box/a", "read"],
    ["greenhouse/temperature", "read, set"],
    ["a name that leaves no room for more", "read"],
    ["box/b", "what takes so much room"],
  ] as const;
  assert.equal(
    table(rows).body,
    [
      "box/a  read",
      "greenhouse/temperature",
      "  read, set",
      "a name that leaves no room for more",
      "  read",
      "box/b  what takes so much room",
    ].join("\n"),
  );
  assert.equal(table(rows.slice(0, 2)).body, "box/a                   read\ngreenhouse/temperature  read, set");
});

for (const texts of [english, german]) {
  test(`the tables of all answers fit a phone in "${texts.code}"`, () => {
    const [operator] = operators;
    assert.ok(operator !== undefined);
    const people = () => [
      { user: operator.user, rights: operator, standing: "identity-changed" as const },
      { user: operator.user, rights: undefined, standing: "first-use" as const },
    ];
    const talk = talkToPeople(talkParts({ things, texts, people }));
    for (const body of ["!help", "!things", "!who", "!greenhouse", "!bath", "!status"]) {
      const understood = talk.understand({ body, operator, eventId: "$asked", isMentioned: false });
      assert.ok(understood.kind === "answer", body);
      const { body: told, formatted_body: html } = understood.content;
      // A line that is a paragraph of its own is a sentence and breaks where the client likes.
      const sentences = new Set([...String(html).matchAll(/<p>(.*?)<\/p>/g)].map(([, text = ""]) => plain(text)));
      for (const line of String(told).split("\n")) assert.ok(line.length <= widest || sentences.has(line), line);
    }
  });
}

function plain(html: string): string {
  return html
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}
