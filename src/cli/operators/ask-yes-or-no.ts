import { createInterface } from "node:readline";

/** Asks until it is answered; undefined when nobody can answer any more. */
export type AskPerson = (question: string) => Promise<boolean | undefined>;

/** Asks on a console; what is piped in counts as well. */
export function askYesOrNo(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): AskPerson {
  return async (question) => {
    const lines = createInterface({ input });
    try {
      output.write(question);
      for await (const line of lines) {
        const answer = line.trim().toLowerCase();
        if (["yes", "y"].includes(answer)) return true;
        if (["no", "n"].includes(answer)) return false;
        output.write("yes or no: ");
      }
      return undefined;
    } finally {
      lines.close();
    }
  };
}
