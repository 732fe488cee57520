import { createInterface, type Interface } from "node:readline/promises";
import { Writable } from "node:stream";
import type { ReadStream, WriteStream } from "node:tty";
import { AgentFault } from "../../core/agent-fault.ts";
import { printLines } from "../print-lines.ts";
import { setupBrokenOff } from "./setup-broken-off.ts";

/** What an answer comes to. */
export type Understood<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: string };

export interface Question<Value> {
  readonly text: string;
  /** Gives the answer instead; named where nobody can be asked. */
  readonly flag: string;
  /** What is typed is not shown. */
  readonly isSecret?: boolean;
  readonly understand: (typed: string) => Understood<Value>;
}

/** A person at a terminal who answers questions, or nobody. */
export interface Dialogue {
  readonly isSomebodyThere: boolean;
  /** How many characters a line of the terminal has. */
  readonly columns: number;
  /** May hold words of strangers, a homeserver's among them. */
  say(line: string): void;
  /** Lines of our own that colour the terminal. */
  draw(lines: readonly string[]): void;
  /** Asks until the answer can be understood. Throws AgentFault `bad-usage` where nobody is there, or who was there broke it off. */
  ask<Value>(question: Question<Value>): Promise<Value>;
  askYesOrNo(text: string, flag: string): Promise<boolean>;
  /** Resolves to true at Enter, to false when it is no longer waited for. */
  waitForEnter(signal: AbortSignal): Promise<boolean>;
}

export interface DialogueParts {
  readonly input: ReadStream;
  readonly output: WriteStream;
  /** Nothing is asked, even at a terminal. */
  readonly isMute: boolean;
  /** What Ctrl-C, or a closed terminal, comes to; default: that setup was broken off. */
  readonly brokenOff?: () => AgentFault;
}

export function openDialogue({ input, output, isMute, brokenOff: fault = setupBrokenOff }: DialogueParts): Dialogue {
  const isSomebodyThere = input.isTTY === true && output.isTTY === true && !isMute;
  const say = printLines(output, "text");
  const typed = async (text: string, isSecret: boolean, signal?: AbortSignal): Promise<string> => {
    // First the editor, which turns the echo off: nothing that is typed at the prompt is shown, no Ctrl-C lost.
    const lines = openLines(input, output, isSecret);
    if (isSecret) output.write(text);
    const brokenOff = Promise.withResolvers<never>();
    const breakOff = (): void => brokenOff.reject(fault());
    lines.once("SIGINT", breakOff).once("close", breakOff);
    brokenOff.promise.catch(() => undefined);
    try {
      // A prompt that is shown is the editor's own: it redraws the line at every key.
      const question = lines.question(isSecret ? "" : text, { ...(signal !== undefined && { signal }) });
      question.catch(() => undefined);
      return await Promise.race([question, brokenOff.promise]);
    } finally {
      lines.close();
      if (isSecret && text !== "") output.write("\n");
    }
  };
  const ask = async <Value>(question: Question<Value>): Promise<Value> => {
    if (!isSomebodyThere) throw nobody(question.flag);
    for (;;) {
      const answer = question.understand((await typed(question.text, question.isSecret === true)).trim());
      if (answer.ok) return answer.value;
      say(answer.problem);
    }
  };
  return {
    isSomebodyThere,
    columns: output.columns ?? 80,
    say,
    draw: (lines) => void output.write(lines.map((line) => `${line}\n`).join("")),
    ask,
    askYesOrNo: (text, flag) => ask({ text: `${text} yes or no: `, flag, understand: yesOrNo }),
    waitForEnter: async (signal) => {
      if (signal.aborted) return false;
      return await typed("", true, signal).then(
        () => true,
        (error) => {
          if (signal.aborted) return false;
          throw error;
        },
      );
    },
  };
}

function nobody(flag: string): AgentFault {
  return new AgentFault("bad-usage", `Nobody can be asked here, and ${flag} is missing.`, {
    remedy: "Give it, or start setup at a terminal without --yes.",
  });
}

/** The editor of one line. Of a secret nothing is shown. */
function openLines(input: ReadStream, output: WriteStream, isSecret: boolean): Interface {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  return createInterface({ input, output: isSecret ? nowhere : output, terminal: true, historySize: 0 });
}

function yesOrNo(typed: string): Understood<boolean> {
  const word = typed.toLowerCase();
  if (["yes", "y"].includes(word)) return { ok: true, value: true };
  if (["no", "n"].includes(word)) return { ok: true, value: false };
  return { ok: false, problem: "yes or no?" };
}
