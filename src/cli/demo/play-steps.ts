/** One thing that must be seen. */
export interface Step {
  readonly what: string;
  /** Resolves to what was observed; rejects with what was not. */
  readonly observe: () => Promise<string>;
}

/** Plays the steps in order, a line each, and goes on after one that fails. Resolves to how many failed. */
export async function playSteps(steps: readonly Step[], say: (line: string) => void): Promise<number> {
  let failed = 0;
  for (const { what, observe } of steps) {
    try {
      say(`ok    ${what}: ${await observe()}`);
    } catch (error) {
      failed++;
      say(`FAIL  ${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return failed;
}

/** Rejects a step with this sentence unless the fact holds. */
export function mustHold(fact: boolean, sentence: string): asserts fact {
  if (!fact) throw new Error(sentence);
}
