import { sameData } from "../core/same-data.ts";
import type { RoundParts } from "./adoption/adopt-round.ts";
import { wantedKinds } from "./adoption/wanted-kinds.ts";
import type { Reload } from "./reload.ts";
import { takeAdopted } from "./take-adopted.ts";

/** ms between looks at whether a reload brought another `adopt`. */
const lookMs = 60_000;
/** Looks between two rounds: new devices come into the house once an hour, all in one reload. */
const looksPerRound = 60;

export interface AdoptParts extends RoundParts {
  readonly reload: Pick<Reload, "current" | "reload">;
}

/**
 * Takes in devices of the kinds that connections `adopt`: now, every hour, a minute after other kinds were asked for, and a minute
 * after a broker was away.
 */
export function adoptDevices(parts: AdoptParts): Disposable {
  const ended = new AbortController();
  const full = new Set<string>();
  let asked: object = [];
  let left = 0;
  let next: Disposable | undefined;
  const look = async (): Promise<void> => {
    const { connections } = parts.reload.current;
    const asks = connections.filter((connection) => wantedKinds(connection).length > 0);
    left -= 1;
    if (!sameData(asks, asked) || (left <= 0 && asks.length > 0)) {
      asked = asks;
      left = looksPerRound;
      if (asks.length > 0 && !(await round(parts, full, ended.signal))) left = 1;
    }
    if (!ended.signal.aborted) next = parts.clock.after(lookMs, () => void look());
  };
  void look();
  return {
    [Symbol.dispose]: () => {
      ended.abort();
      next?.[Symbol.dispose]();
    },
  };
}

/** Resolves to whether every broker was heard. Never rejects: what goes wrong here must not end the agent. */
async function round(parts: AdoptParts, full: Set<string>, signal: AbortSignal): Promise<boolean> {
  const { reload, log } = parts;
  try {
    const { adoptRound } = await import("./adoption/adopt-round.ts");
    const { isChanged, isWhole } = await adoptRound(reload.current, parts, full, signal);
    if (isChanged && !signal.aborted) await takeAdopted(reload);
    return isWhole;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!signal.aborted) log.warn("devices could not be adopted", { reason });
    return true;
  }
}
