import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDecimal } from "../../src/core/decimal.ts";
import type { Reading } from "../../src/core/reading.ts";
import { greetNewcomers, introduce } from "../../src/talk/introduce.ts";
import { english } from "../../src/texts/english.ts";
import { someProperty, someThing } from "../fakes/some-thing.ts";

const now = 1_767_225_600_000;
const temperature = someProperty({ title: "Temperature" });
const box = someThing("box", [temperature], { title: "Greenhouse" });
const reading: Reading = {
  path: temperature.path,
  value: parseDecimal("21.5"),
  quality: "ok",
  measuredAt: now - 12_000,
  takenAt: now - 12_000,
};
const values = { latest: () => reading, now };

test("the agent says who it is, how to talk to it, and how things are, in a few lines", () => {
  const { body, html } = introduce({ name: "Pi", things: [box], values, hasDataRoom: true }, english);
  assert.deepEqual(body.split("\n"), [
    "I am Pi, a Roomwire agent, and look after: Greenhouse.",
    "!help tells what I understand, !status how things are.",
    "What programs read goes to a room of its own: join it or not, and mute it.",
    "Greenhouse",
    "Temperature  21.5, 12 s ago",
  ]);
  assert.match(html, /<td>Temperature<\/td>/);
});

test("many Things are counted, none is said to be none, and one without properties has no values to show", () => {
  const many = Array.from({ length: 8 }, (_, at) => someThing(`t${at}`, [temperature], { title: `T${at}` }));
  const { body } = introduce({ name: "Pi", things: many, values, hasDataRoom: false }, english);
  assert.match(body, /look after: T0, T1, T2, T3, T4, 3 more\./);
  assert.match(body, /and 2 more/);
  assert.match(
    introduce({ name: "Pi", things: [], values, hasDataRoom: false }, english).body,
    /look after: nothing yet/,
  );
});

test("who joins later is told the values as they are", () => {
  const { body } = greetNewcomers({ things: [box], values }, english);
  assert.match(body, /^For who has just joined.*\nGreenhouse\nTemperature {2}21\.5, 12 s ago\n!help/);
});
