import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Reading } from "../../src/core/reading.ts";
import { panel, panelEvent } from "../../src/talk/panel.ts";
import { english } from "../../src/texts/english.ts";
import { german } from "../../src/texts/german.ts";
import { someProperty, someThing } from "../fakes/some-thing.ts";

const text = (name: string) => someProperty({ name, type: "string" });

function reading(value: string, quality: Reading["quality"] = "ok"): Reading {
  return { path: text("door").path, value, quality, measuredAt: 1, takenAt: 1 };
}

test("it says every value with its quality and no age", () => {
  const door = someThing("house", [text("door"), text("gate")], { title: "House" });
  const said = panel([door], (path) => (path.endsWith("door") ? reading("open", "stale") : undefined), english);
  assert.equal(said.body, "House\ndoor  open, stale\ngate  no value yet");
});

test("a value that is cut is cut between characters", () => {
  const said = panel([someThing("house", [text("door")])], () => reading(`${"x".repeat(79)}😀 and more`), english);
  assert.ok(said.body.isWellFormed() && said.html.isWellFormed(), said.body);
});

test("no line of its tables is wider than a phone, and an edit fits an event, whatever devices say", () => {
  const cell = fc.string({ unit: "grapheme", maxLength: 300 });
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 90 }), fc.constantFrom(english, german), (cells, texts) => {
      const properties = cells.map((title, place) => someProperty({ name: `p${place}`, title, type: "string" }));
      const said = panel([someThing("box", properties)], (path) => reading(cells[Number(path.slice(5))] ?? ""), texts);
      const lines = said.body.split("\n").filter((line) => !said.html.includes(`<p>${line}</p>`));
      for (const line of lines) assert.ok(line.length <= 40, line);
      // What base64 adds, with room for the rest of the event.
      assert.ok(Buffer.byteLength(JSON.stringify(panelEvent(said, "$asked"))) * (4 / 3) < 60_000);
    }),
  );
});

test("an edit names what it replaces and rings for nobody", () => {
  const answer = { body: "House", html: "<p>House</p>" };
  const first = panelEvent(answer, undefined);
  assert.deepEqual(panelEvent(answer, "$first"), {
    msgtype: "m.notice",
    body: "* House",
    "m.mentions": {},
    "m.new_content": first,
    "m.relates_to": { rel_type: "m.replace", event_id: "$first" },
  });
});
