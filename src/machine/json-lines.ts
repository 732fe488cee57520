import type { Socket } from "node:net";
import { StringDecoder } from "node:string_decoder";

export interface JsonLineRules {
  /** Characters of a line. */
  readonly longest: number;
  /** Given what is wrong with a line; nothing more is read after it. */
  readonly onGarbage: (error: Error) => void;
}

/** Characters of a line; more than the largest answer of our own. */
const longest = 4_194_304;

/** Hands up each line of a socket as parsed JSON. Whoever sends something else is cut off, unless `rules` say otherwise. */
export function takeJsonLines(
  socket: Socket,
  take: (message: unknown) => void,
  rules: JsonLineRules = { longest, onGarbage: (error) => socket.destroy(error) },
): void {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let isOver = false;
  socket.on("data", (chunk: Buffer) => {
    if (isOver) return;
    const lines = (rest + decoder.write(chunk)).split("\n");
    rest = lines.pop() ?? "";
    try {
      if (rest.length > rules.longest) throw new Error("a line without an end");
      for (const line of lines) take(JSON.parse(line));
    } catch (error) {
      isOver = true;
      rest = "";
      rules.onGarbage(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

export function sendJsonLine(socket: Socket, message: object): void {
  socket.write(`${JSON.stringify(message)}\n`);
}
