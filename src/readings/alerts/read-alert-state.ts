import { type AlertState, noAlerts, type Standing } from "./alert-state.ts";

/** Alerts as the store kept them; what cannot be read is none. */
export function readAlertState(text: string | undefined): AlertState {
  try {
    const { standing, mutes } = JSON.parse(text ?? "null") ?? {};
    return { standing: Array.isArray(standing) ? standing.filter(isStanding) : [], mutes: mutesOf(mutes) };
  } catch {
    return noAlerts;
  }
}

function isStanding(one: Partial<Standing> | null): one is Standing {
  return typeof one?.key === "string" && typeof one.text === "string" && Number.isSafeInteger(one.raisedAt);
}

function mutesOf(mutes: unknown): AlertState["mutes"] {
  if (typeof mutes !== "object" || mutes === null) return {};
  return Object.fromEntries(Object.entries(mutes).filter(([, until]) => Number.isSafeInteger(until)));
}
