import assert from "node:assert/strict";
import { test } from "node:test";
import { noSuchCommand, wrongWords } from "../../src/cli/usage.ts";
import { startRoomwire } from "../agent/agent-process.ts";

test("a word that is no command gets the one that may have been meant", () => {
  assert.equal(noSuchCommand("chekc"), 'There is no command "chekc"; did you mean check?');
  assert.equal(noSuchCommand("nonsense"), 'There is no command "nonsense".');
});

test("a wrong command line ends with 2 and one sentence", async () => {
  const told = async (...words: string[]): Promise<unknown[]> => {
    await using roomwire = startRoomwire(words);
    const exit = await roomwire.ended;
    assert.equal(roomwire.lines.length, 1, roomwire.text());
    return [exit, roomwire.lines[0]?.message];
  };
  const help = "See `roomwire --help`.";
  assert.deepEqual(await told("check", "--confg", "x"), [
    2,
    `There is no option --confg; did you mean --config? ${help}`,
  ]);
  assert.deepEqual(await told("check", "--config"), [2, `Option '--config <value>' argument missing. ${help}`]);
  assert.deepEqual(await told("sned"), [2, `There is no command "sned"; did you mean send? ${help}`]);
});

test("what else parseArgs says is kept to its first line", () => {
  assert.equal(wrongWords(new Error("Option is ambiguous.\nDid you forget something?"), []), "Option is ambiguous.");
});
