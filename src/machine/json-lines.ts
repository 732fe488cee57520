import type { Socket } from "node:net";
import { StringDecoder } from "node:string_decoder";

/** Characters of a line; more than the largest answer of our own. */
const longest = 4_194_304;

/** Hands up each line of a socket as parsed JSON. Whoever sends something else is cut off. */
export function takeJsonLines(socket: Socket, take: (message: unknown) => void): void {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  socket.on("data", (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split("\n");
    rest = lines.pop() ?? "";
    try {
      if (rest.length > longest) throw new Error("a line without an end");
      for (const line of lines) take(JSON.parse(line));
    } catch (error) {
      socket.destroy(error instanceof Error ? error : undefined);
    }
  });
}

export function sendJsonLine(socket: Socket, message: object): void {
  socket.write(`${JSON.stringify(message)}\n`);
}
