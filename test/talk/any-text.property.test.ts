import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Understanding } from "../../src/control/speech.ts";
import { isId } from "../../src/core/ids.ts";
import { type Talk, talkToPeople } from "../../src/talk/talk-to-people.ts";
import { english } from "../../src/texts/english.ts";
import { german } from "../../src/texts/german.ts";
import { cpuMs, fuzzRuns, longestHoldMs } from "../fakes/fuzz-runs.ts";
import { operators, things } from "../fakes/gate-scene.ts";
import { someProperty, someThing } from "../fakes/some-thing.ts";
import { talkParts } from "../fakes/talk-parts.ts";

const [operator] = operators;
assert.ok(operator !== undefined);

/** Words that mean something, and some that do not. */
const known = [english, german].flatMap(({ words }) =>
  Object.values(words).flatMap((list) => list.flatMap((word) => (typeof word === "string" ? word : word.names))),
);
const word = fc.oneof(
  fc.constantFrom(...known),
  fc.constantFrom(
    "greenhouse",
    "gh/pump",
    "pump",
    "lüfter",
    "bath",
    "setpoint",
    "water",
    "21,5",
    "°C",
    "10m",
    "=",
    "/",
  ),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom(
    "\u0000",
    "\ud800",
    "ﷺ",
    "\u202e",
    "a".repeat(500),
    "é".repeat(200),
    "\u0301".repeat(300),
    "> ",
    "\n",
  ),
);
const address = fc.constantFrom(
  "!",
  "/",
  "",
  "@greenhouse:example.org: ",
  "Greenhouse Pi, ",
  "> <@a:b> x\n\n!",
  "[x](https://matrix.to/#/",
);
const sentence = fc
  .tuple(address, fc.array(word, { maxLength: 30 }), fc.constantFrom(" ", "", "\n", "\t"))
  .map(([begin, words, between]) => begin + words.join(between));
const anyBody = fc.oneof(sentence, fc.string({ unit: "binary", maxLength: 3_000 }));
/** Of every Thing. */
const alerts = ["ack", "mute"];
const tags = /<(?!\/?(?:p|table|tr|td|ul|li|code)>)/;

/** What a text came to may be told or wished, and nothing else. */
function judge(talk: Talk, body: string, isMentioned: boolean): Understanding["kind"] {
  assert.ok(operator !== undefined);
  const understood = talk.understand({ body, operator, eventId: "$asked", isMentioned, thread: "$root" });
  if (understood.kind === "answer") {
    const { msgtype, body: told, formatted_body: html } = understood.content;
    assert.equal(msgtype, "m.notice");
    assert.ok(typeof told === "string" && told !== "" && told.length <= 12_001);
    assert.doesNotMatch(String(html ?? ""), tags);
    assert.deepEqual(understood.content["m.mentions"], {});
  }
  if (understood.kind === "wish") {
    const { thing, name } = understood.wish;
    const isKnown = things.some(({ id, properties, actions }) => {
      return id === thing && (alerts.includes(name) || [...properties, ...actions].some((one) => one.name === name));
    });
    assert.ok(isKnown || (thing === "all" && isId(name)), "a wish names what exists");
  }
  if (understood.kind === "chart") {
    for (const { thing, name } of understood.chart.properties) {
      assert.ok(things.some(({ id, properties }) => id === thing && properties.some((one) => one.name === name)));
    }
  }
  return understood.kind;
}

for (const texts of [english, german]) {
  test(`any text is understood or not in "${texts.code}", crashes nothing and holds the loop for less than 50 ms`, () => {
    const talk = talkToPeople(talkParts({ things, texts }));
    for (let warm = 0; warm < 50; warm++) judge(talk, `!nothing ${warm} on for 10m`, false);
    const counts = new Map<string, number>();
    fc.assert(
      fc.property(anyBody, fc.boolean(), (body, isMentioned) => {
        let least = Number.POSITIVE_INFINITY;
        for (let tries = 0; tries < 3 && least >= longestHoldMs; tries++) {
          const before = cpuMs();
          const kind = judge(talk, body, isMentioned);
          least = Math.min(least, cpuMs() - before);
          counts.set(kind, (counts.get(kind) ?? 0) + 1);
        }
        assert.ok(least < longestHoldMs, `${least} ms`);
      }),
      fuzzRuns(3000),
    );
    for (const kind of ["chatter", "answer", "wish"])
      assert.ok((counts.get(kind) ?? 0) > 5, JSON.stringify([...counts]));
  });
}

/** A thousand Things whose names are all nearly the same. */
const many = Array.from({ length: 1_000 }, (_, place) => {
  const id = `greenhouse_${place}`;
  const properties = ["temperature", "humidity", "setpoint_of_the_valve", "pump_state"].map((name) =>
    someProperty({ in: id, name, title: `The ${name} in ${place}`, unit: "Cel" }),
  );
  return someThing(id, properties, { title: `Greenhouse number ${place}`, aliases: [`gh${place}`] });
});

test("among a thousand Things no text holds the loop for 50 ms either, however near a miss it is", () => {
  const talk = talkToPeople(talkParts({ things: many }));
  const near = fc.constantFrom(
    "greenhose",
    "grenhouse",
    "nmber",
    "numbr",
    "24x",
    "gh7",
    "gh1",
    "temperture",
    "7",
    "24h",
  );
  const typed = fc
    .tuple(fc.constantFrom("", "mute ", "log ", "ack "), fc.array(near, { minLength: 1, maxLength: 24 }))
    .map(([command, words]) => `!${command}${words.join(" ")}`);
  const hold = (body: string): number => {
    assert.ok(operator !== undefined);
    const before = cpuMs();
    talk.understand({ body, operator, eventId: "$asked", isMentioned: false });
    return cpuMs() - before;
  };
  for (let warm = 0; warm < 50; warm++) hold("!greenhose numbr 24x");
  fc.assert(
    fc.property(typed, (body) => {
      const least = Math.min(...[1, 2, 3].map(() => hold(body)));
      assert.ok(least < longestHoldMs, `${least} ms for ${body}`);
    }),
    fuzzRuns(100),
  );
});
