import type { ReadStream, WriteStream } from "node:tty";

/** A whole terminal: what stands on it, and the keys that are pressed. Disposed, it is as it was before. */
export interface Screen extends Disposable {
  readonly columns: number;
  readonly rows: number;
  /** Draws these lines from the top, and nothing below them. */
  draw(lines: readonly string[]): void;
}

export interface ScreenParts {
  readonly input: ReadStream;
  readonly output: WriteStream;
  /** One character, as it is typed; `q` also for Ctrl-C and Ctrl-D. */
  readonly onKey: (key: string) => void;
  readonly onResize: () => void;
}

const enter = "\x1b[?1049h\x1b[?25l";
const leave = "\x1b[?25h\x1b[?1049l";
const quitKeys = ["\x03", "\x04"];

/** Takes over the terminal (ECMA-48, and the alternate screen of xterm). */
export function openScreen({ input, output, onKey, onResize }: ScreenParts): Screen {
  const wasRaw = input.isRaw;
  input.setRawMode(true);
  const onData = (typed: Buffer): void => {
    const text = typed.toString();
    // What begins with Escape is an arrow or the like, and no letter.
    if (text.startsWith("\x1b")) return;
    for (const key of text) onKey(quitKeys.includes(key) ? "q" : key);
  };
  input.on("data", onData).resume();
  output.on("resize", onResize).write(enter);
  const restore = (): void => void output.write(leave);
  process.once("exit", restore);
  return {
    get columns() {
      return output.columns || 80;
    },
    get rows() {
      return output.rows || 24;
    },
    draw: (lines) => void output.write(`\x1b[H${lines.map((line) => `${line}\x1b[K`).join("\r\n")}\x1b[J`),
    [Symbol.dispose]() {
      process.off("exit", restore);
      input.off("data", onData).pause();
      output.off("resize", onResize);
      input.setRawMode(wasRaw);
      restore();
    },
  };
}
