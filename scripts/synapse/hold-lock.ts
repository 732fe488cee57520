import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";

/**
 * Waits until no other process holds `path`, then holds it. The kernel lets go of it with the process, however that ends.
 * `whenBusy` is called once if it has to wait, and may throw instead.
 */
export async function holdLock(path: string, whenBusy: () => void): Promise<Disposable> {
  const database = new DatabaseSync(path);
  try {
    for (let first = true; !isTaken(database); first = false) {
      if (first) whenBusy();
      await wait(200);
    }
  } catch (error) {
    database.close();
    throw error;
  }
  return { [Symbol.dispose]: () => database.close() };
}

function isTaken(database: DatabaseSync): boolean {
  try {
    database.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    const isBusy = error instanceof Error && "errcode" in error && error.errcode === 5; // SQLITE_BUSY
    if (isBusy) return false;
    throw error;
  }
}
