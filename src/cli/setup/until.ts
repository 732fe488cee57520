const lookEveryMs = 500;

/** Looks until it holds, then resolves to true; to false when it is no longer waited for. */
export async function until(holds: () => Promise<boolean>, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if (await holds()) return true;
    await new Promise((done) => setTimeout(done, lookEveryMs));
  }
  return false;
}
