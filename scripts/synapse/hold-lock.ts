import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";

/**
 * Waits until no other process holds `path`, then holds it. The kernel lets go of it with the process, however that ends.
 * `whenWaiting` is called once if it has to wait.
 */
export async function holdLock(path: string, whenWaiting: () => void): Promise<Disposable> {
  const database = new DatabaseSync(path);
  for (let first = true; ; first = false) {
    try {
      database.exec("BEGIN EXCLUSIVE");
      return { [Symbol.dispose]: () => database.close() };
    } catch (error) {
      const busy = error instanceof Error && "errcode" in error && error.errcode === 5; // SQLITE_BUSY
      if (!busy) {
        database.close();
        throw error;
      }
    }
    if (first) whenWaiting();
    await wait(200);
  }
}
