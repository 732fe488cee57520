import type { AttackClass, Claim, JudgedStage, NearAttackClass, NearStage, Stage } from "./stage.ts";

export interface Play {
  readonly claims: readonly Claim[];
  /** What went through or was told wrongly; empty when the agent held. */
  readonly breaches: readonly string[];
}

/** Plays one variant, then lets the owner command once more: whatever was tried, that must still work. */
export async function playAttack(attack: AttackClass, stage: Stage & JudgedStage): Promise<Play> {
  return await judge(stage, () => attack.attack(stage));
}

export async function playNearAttack(attack: NearAttackClass, stage: NearStage & JudgedStage): Promise<Play> {
  return await judge(stage, () => attack.attackNear(stage));
}

async function judge(stage: Stage & JudgedStage, attack: () => Promise<readonly Claim[]>): Promise<Play> {
  let claims: readonly Claim[];
  try {
    claims = await attack();
  } catch (error) {
    // A class says by it what it saw on the way, or that the agent did not do what the attack begins with.
    return { claims: [], breaches: [error instanceof Error ? error.message : String(error)] };
  }
  await stage.settle();
  await stage.obeyed();
  await stage.settle();
  const wrong = claims.flatMap((claim) => {
    const fate = stage.fateOf(claim);
    return fate === claim.fate ? [] : [`${fate} instead of ${claim.fate}`];
  });
  // Different Things are written at once, so the order between them is nobody's.
  const [writes, lawful] = [stage.writes, stage.lawful].map((list) => list.toSorted().join(" "));
  const moved = writes === lawful ? [] : [`the hardware got ${writes || "nothing"} instead of ${lawful}`];
  const faults = stage.faults.map((fault) => `fault: ${fault instanceof Error ? fault.stack : String(fault)}`);
  return { claims, breaches: [...moved, ...new Set(wrong), ...faults] };
}
