import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { safeCauses } from "../../src/control/safe-cause.ts";
import { foldName } from "../../src/core/fold-name.ts";
import { english } from "../../src/texts/english.ts";
import { german } from "../../src/texts/german.ts";
import { sayEverything } from "./say-everything.ts";

const folder = import.meta.dirname;
const texts = join(folder, "../../src/texts");

/** Words that are the same in both languages, each by its key. */
const same: readonly RegExp[] = [
  /^words\./,
  /^alerts\.(withValue|happened)\(\)$/,
  /^help\.forms\.\d+\.form$/,
  /^values\.duration\((0|250|12000)\)$/,
  /^values\.quality\.ok$/,
  /^log\.causes\.(start|max-on|only-while)$/,
];

for (const language of [english, german]) {
  test(`everything that is said in "${language.code}" is as it was; UPDATE_SNAPSHOTS=1 writes it anew`, () => {
    const said = [...sayEverything(language)].map(([key, text]) => `${key}\n  ${text}\n`).join("");
    const file = join(folder, `everything.${language.code}.txt`);
    if (process.env.UPDATE_SNAPSHOTS === "1") writeFileSync(file, said);
    assert.equal(said, readFileSync(file, "utf8"));
  });
}

test("no German text is the English one, but for those that are listed", () => {
  const theirs = sayEverything(english);
  const equal = [...sayEverything(german)].filter(([key, text]) => theirs.get(key) === text).map(([key]) => key);
  assert.deepEqual(
    equal.filter((key) => !same.some((known) => known.test(key))),
    [],
  );
});

test("each file of English texts has a German one", () => {
  assert.deepEqual(readdirSync(join(texts, "de")), readdirSync(join(texts, "en")));
});

test("a German text keeps what the English one is given", () => {
  const theirs = sayEverything(english);
  for (const [key, text] of sayEverything(german)) {
    const given = (said: string | undefined) => (said?.match(/<\w+>/g) ?? []).toSorted();
    assert.deepEqual(given(text), given(theirs.get(key) ?? text), key);
  }
});

test("no word of a language means two commands", () => {
  for (const { code, words } of [english, german]) {
    const { status, help, things, who, log, stop, pair } = words;
    const all = [status, help, things, who, log, stop, pair].map((known) => new Set(known.map(foldName)));
    assert.equal(
      new Set(all.flatMap((known) => [...known])).size,
      all.reduce((sum, { size }) => sum + size, 0),
      code,
    );
    const [on, off] = [words.on, words.off].map((known) => new Set(known.map(foldName)));
    assert.ok(on !== undefined && off !== undefined && on.isDisjointFrom(off), code);
  }
});

/** Sentences that name what the gate, the limits and outputs say of a command. */
const sources = [
  "src/core/event-value.ts",
  ...readdirSync(join(folder, "../../src/control"))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `src/control/${name}`),
];

/** Told to nobody, and one whose cases are written out. */
const unspoken = ["It could not be opened.", "You may not {} {} of this Thing."];

test("each sentence of the gate and the limits stands in the German details", () => {
  const known = new Set(Object.keys(german.details));
  const all = sources.map((file) => readFileSync(join(folder, "../..", file), "utf8")).join("\n");
  const literals = [...all.matchAll(/"((?:[^"\n\\]|\\.)*)"|'((?:[^'\n])*)'|`((?:[^`\\]|\\.)*)`/g)].map(
    ([, double, single, template]) => (double ?? single ?? template ?? "").replaceAll("\\`", "`"),
  );
  const sentences = literals
    .map((text) => text.replace(/\$\{[^}]*\}/g, "{}"))
    .filter((text) => /^([A-Z`{]|(min_off|max_switches|dead_time): ).* .*[.:](\s?\{\})?$/.test(text));
  const unsaid = [...new Set(sentences)].filter((sentence) => !known.has(sentence) && !isInside(sentence, known));
  assert.deepEqual(unsaid.toSorted(), unspoken);
});

test("each cause of a safe value has German words", () => {
  for (const cause of Object.values(safeCauses)) assert.ok(Object.hasOwn(german.details, cause), cause);
});

/** Some are put together from two, or their branches written out. */
function isInside(sentence: string, known: ReadonlySet<string>): boolean {
  return [...known].some((one) => one.includes(sentence));
}
