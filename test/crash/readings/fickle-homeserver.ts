import type { Lie } from "../../homeserver/pass-through.ts";

/** The way to the homeserver, cut off as one wants. */
export interface Fickle {
  readonly lie: Lie;
  /** No request gets through, and those under way break. */
  goAway(): void;
  comeBack(): void;
  /** Once: calls back when an event is being sent, before or after the homeserver took it. The agent hears nothing of it. */
  atNextEvent(when: "asked" | "answered", run: () => void): void;
}

const isSending = /\/rooms\/[^/]+\/send\//;

export function fickleHomeserver(): Fickle {
  let away = new AbortController();
  let trap: { readonly when: "asked" | "answered"; readonly run: () => void } | undefined;
  const spring = (): never => {
    const run = trap?.run;
    trap = undefined;
    run?.();
    throw new Error("the agent is not to hear of it");
  };
  const lie: Lie = async (asked, pass) => {
    const { signal } = away;
    signal.throwIfAborted();
    const isEvent = asked.method === "PUT" && isSending.test(asked.path);
    if (isEvent && trap?.when === "asked") return spring();
    const gone = Promise.withResolvers<never>();
    const leave = (): void => gone.reject(signal.reason);
    signal.addEventListener("abort", leave);
    try {
      const answer = await Promise.race([pass(asked), gone.promise]);
      return isEvent && trap !== undefined ? spring() : answer;
    } finally {
      signal.removeEventListener("abort", leave);
    }
  };
  return {
    lie,
    goAway: () => away.abort(),
    comeBack: () => {
      away = new AbortController();
    },
    atNextEvent: (when, run) => {
      trap = { when, run };
    },
  };
}
