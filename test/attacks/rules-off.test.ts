import assert from "node:assert/strict";
import { test } from "node:test";
import type { RefusalCode } from "../../src/core/refusal-codes.ts";
import { attackClasses, nearAttackClasses } from "./attack-classes.ts";
import { openFiles } from "./files.ts";
import { findRules, type GateRule } from "./find-rules.ts";
import { Grounds } from "./ground.ts";
import { type InProcessStage, openInProcessStage, type StageOptions } from "./in-process-stage.ts";
import { loadGateWithout } from "./load-gate-without.ts";
import { type Play, playAttack, playNearAttack } from "./play-attack.ts";
import { calledByHand, lockedTwice, rulesByHand } from "./rules-by-hand.ts";
import type { Fate } from "./stage.ts";

interface Attack {
  readonly name: string;
  readonly onFiles?: true | undefined;
  readonly play: (stage: InProcessStage) => Promise<Play>;
}

const attacks: readonly Attack[] = [
  ...attackClasses.map((attack) => ({ name: attack.name, play: (stage: InProcessStage) => playAttack(attack, stage) })),
  ...nearAttackClasses.map((attack) => ({
    name: attack.name,
    onFiles: attack.onFiles,
    play: (stage: InProcessStage) => playNearAttack(attack, stage),
  })),
];

/** Variants of each class that ends in the rule's code, and of each other class. */
const [variantsOfCode, variantsOfOthers] = [12, 2];

async function play(grounds: Grounds, attack: Attack, seed: number, options: StageOptions = {}): Promise<Play> {
  const { play, onFiles } = attack;
  using files = onFiles && openFiles();
  await using stage = await openInProcessStage(await grounds.next(), seed, { ...options, ...files });
  return await play(stage);
}

/** Which classes end in which code, seen on the gate as it is. */
async function codesOf(grounds: Grounds): Promise<ReadonlyMap<Attack, ReadonlySet<Fate>>> {
  const found = new Map<Attack, Set<Fate>>();
  for (const attack of attacks) {
    const fates = new Set<Fate>();
    for (let seed = 1; seed <= variantsOfOthers; seed++) {
      const { claims, breaches } = await play(grounds, attack, seed);
      assert.deepEqual(breaches, [], attack.name);
      for (const { fate } of claims) fates.add(fate);
    }
    found.set(attack, fates);
  }
  return found;
}

interface Breach {
  readonly attack: string;
  readonly what: string;
}

/** The first attack that gets through, or is told wrongly, where this rule is off. */
async function breachWithout(
  grounds: Grounds,
  rule: GateRule,
  codes: ReadonlyMap<Attack, ReadonlySet<Fate>>,
): Promise<Breach | undefined> {
  const gate = await loadGateWithout(rule);
  const { code, shownBy } = rule;
  const nearness = (attack: Attack): number => {
    if (attack.name === shownBy) return 2;
    return code !== undefined && codes.get(attack)?.has(code) === true ? 1 : 0;
  };
  // Every likely class once before any a second time: mostly one of them shows it at once.
  const near = attacks.filter((attack) => nearness(attack) > 0).toSorted((a, b) => nearness(b) - nearness(a));
  const isLocked = Object.hasOwn(lockedTwice, rule.name);
  for (const [some, most] of [
    [near, isLocked ? variantsOfOthers : variantsOfCode],
    [isLocked ? [] : attacks, variantsOfOthers],
  ] as const) {
    for (let seed = 1; seed <= most; seed++) {
      for (const attack of some) {
        const { breaches } = await play(grounds, attack, seed, { gate });
        const [what] = breaches;
        if (what !== undefined) return { attack: attack.name, what: what.split("\n")[0]?.slice(0, 70) ?? "" };
      }
    }
  }
  return undefined;
}

test("each rule of the gate, switched off, lets an attack through or has it told wrongly", async () => {
  using grounds = new Grounds();
  const codes = await codesOf(grounds);
  const rows: string[] = [];
  const unseen: string[] = [];
  for (const rule of findRules(rulesByHand, calledByHand)) {
    const breach = await breachWithout(grounds, rule, codes);
    if ((breach === undefined) !== Object.hasOwn(lockedTwice, rule.name)) unseen.push(rule.name);
    rows.push(row(rule.code, rule.name, breach));
  }
  console.log(["rule switched off → what the attacks see", ...rows].join("\n"));
  assert.deepEqual(
    unseen,
    [],
    "switched off without an attack that shows it, or shown although it is listed as locked twice",
  );
});

function row(code: RefusalCode | undefined, name: string, breach: Breach | undefined): string {
  const seen =
    breach === undefined
      ? `not seen: ${lockedTwice[name] ?? "NO ATTACK SHOWS IT"}`
      : `${breach.what} ← ${breach.attack}`;
  return `  ${(code ?? "").padEnd(16)} ${name.padEnd(72)} ${seen}`;
}
