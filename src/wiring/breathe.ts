/** Lets the process do what else waits: for loops that would hold it up. */
export function breathe(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}
