import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { refusalCodes } from "../../src/core/refusal-codes.ts";
import { attackClasses, nearAttackClasses } from "./attack-classes.ts";
import { openFiles } from "./files.ts";
import { Grounds } from "./ground.ts";
import { type InProcessStage, openInProcessStage } from "./in-process-stage.ts";
import { type Play, playAttack, playNearAttack } from "./play-attack.ts";
import type { Fate } from "./stage.ts";

/** Seeds played of each class; ATTACK_SEED plays one again. */
const variants = Number(process.env.ATTACK_VARIANTS ?? 12);
const only = process.env.ATTACK_SEED;

describe("the gate, with real encryption, at the hardware", () => {
  const grounds = new Grounds();
  const met = new Set<Fate>();
  const counts = { classes: 0, variants: 0, events: 0 };
  after(() => {
    grounds[Symbol.dispose]();
    console.log(`attacks: ${counts.classes} classes, ${counts.variants} variants, ${counts.events} events judged`);
  });

  async function playAll(play: (stage: InProcessStage) => Promise<Play>, onFiles?: true): Promise<void> {
    counts.classes++;
    const seeds = only === undefined ? Array.from({ length: variants }, (_, index) => index + 1) : [Number(only)];
    for (const seed of seeds) {
      using files = onFiles && openFiles();
      await using stage = await openInProcessStage(await grounds.next(), seed, files);
      const { claims, breaches } = await play(stage);
      assert.deepEqual(breaches, [], `ATTACK_SEED=${seed} plays it again`);
      counts.variants++;
      for (const { fate } of claims) met.add(fate);
      counts.events += claims.length;
    }
  }

  for (const attack of attackClasses) test(attack.name, () => playAll((stage) => playAttack(attack, stage)));
  for (const attack of nearAttackClasses)
    test(attack.name, () => playAll((stage) => playNearAttack(attack, stage), attack.onFiles));

  test("each code of a refusal was met but one, which only counts", { skip: only !== undefined }, () => {
    const never = Object.keys(refusalCodes).filter((code) => !met.has(code as Fate));
    assert.deepEqual(never, ["too-large"]);
  });
});
