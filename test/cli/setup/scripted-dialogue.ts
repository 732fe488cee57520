import type { Dialogue } from "../../../src/cli/setup/dialogue.ts";

/** Somebody who gives these answers, one after another. */
export function scriptedDialogue(...answers: readonly string[]) {
  const said: string[] = [];
  const waiting = [...answers];
  const dialogue: Dialogue = {
    isSomebodyThere: answers.length > 0,
    columns: 80,
    say: (line) => void said.push(line),
    draw: (lines) => void said.push(...lines),
    async ask({ text, understand }) {
      for (;;) {
        const typed = waiting.shift();
        if (typed === undefined) throw new Error(`nobody answers: ${text}`);
        const understood = understand(typed);
        if (understood.ok) return understood.value;
        said.push(understood.problem);
      }
    },
    async askYesOrNo() {
      return waiting.shift() === "yes";
    },
    waitForEnter: async () => false,
  };
  return { dialogue, said, left: () => waiting.length };
}
