import { AgentFault } from "../core/agent-fault.ts";

/** Bytes of a /sync answer: many times what a room of thousands needs, and what the process can hold. */
export const largestBody = 32 * 2 ** 20;

/** The JSON of an answer of at most that many bytes. Throws AgentFault when there is more, or it is no JSON. */
export async function readBody(answer: Response, most: number): Promise<unknown> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.length;
    // Leaving the loop cancels the stream.
    if (bytes > most)
      throw new AgentFault("homeserver-refused", `The homeserver's answer has more than ${most} bytes.`);
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch (cause) {
    throw new AgentFault("homeserver-refused", "The homeserver's answer is no JSON.", { cause });
  }
}
