import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { openPseudoTerminal } from "../../src/machine/pseudo-terminal.ts";
import { until } from "./until.ts";

const roomwire = join(import.meta.dirname, "../../src/main.ts");

/** A person at a terminal on which a command runs. */
export interface AtTerminal extends AsyncDisposable {
  readonly ended: Promise<number | null>;
  /** Lines that the person typed. */
  readonly answers: readonly string[];
  /** All that the terminal showed so far, without its control sequences. */
  screen(): string;
  /** The same with them. */
  raw(): string;
  /** Waits until the screen shows it since the last answer, then types the line. */
  answer(shown: RegExp, line: string): Promise<void>;
  /** Types one key. */
  press(key: string): void;
  signal(name: NodeJS.Signals): void;
  /** Waits until the screen shows it since the last answer; returns the match. */
  shows(shown: RegExp): Promise<RegExpExecArray>;
}

export interface TerminalOptions {
  readonly program?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Starts `roomwire …`, or another program, on a terminal in its ordinary mode, which shows what is typed unless the program sees to it. */
export async function atTerminal(words: readonly string[], options: TerminalOptions = {}): Promise<AtTerminal> {
  const terminal = await openPseudoTerminal();
  const near = openSync(terminal.path, "r+");
  spawnSync("stty", ["sane", "cols", "110", "rows", "40"], { stdio: [near, "ignore", "ignore"] });
  const child: ChildProcess = spawn(process.execPath, [options.program ?? roomwire, ...words], {
    stdio: [near, near, near],
    env: { ...process.env, ...options.env },
  });
  let text = "";
  let seen = 0;
  terminal.onData((bytes) => {
    text += Buffer.from(bytes).toString();
  });
  const answers: string[] = [];
  const ended = once(child, "close").then(([code]) => code as number | null);
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's control sequences begin with one
  const screen = (): string => text.replaceAll(/\x1b\[[0-9;?]*[A-Za-z]/g, "");
  const shows = async (shown: RegExp): Promise<RegExpExecArray> => {
    const find = () => shown.exec(screen().slice(seen));
    await until(`the terminal shows ${shown}`, () => {
      if (find() === null && hasEnded) throw new Error(`it ended without ${shown}`);
      return find() !== null;
    }).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${screen()}`);
    });
    return find() as RegExpExecArray;
  };
  return {
    ended,
    answers,
    screen,
    raw: () => text,
    shows,
    signal: (name) => void child.kill(name),
    press: (key) => terminal.write(key),
    async answer(shown, line) {
      await shows(shown);
      seen = screen().length;
      answers.push(line);
      terminal.write(`${line}\r`);
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
      closeSync(near);
      terminal[Symbol.dispose]();
    },
  };
}
