import { collectGarbage } from "./collect-garbage.ts";

/** Bytes that are still held on to, in the heap and outside. */
export async function heldBytes(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    collectGarbage();
    await new Promise((done) => setImmediate(done));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
