import { type AlertState, isMuted, isOpen, type Standing } from "./alert-state.ts";

/** What people are told in one message. */
export interface Telling {
  readonly raised: readonly Standing[];
  /** Told before, still there, and nobody acknowledged it. */
  readonly repeated: readonly Standing[];
  /** Told before. */
  readonly over: readonly Standing[];
  /** Came and went before anybody could be told. */
  readonly past: readonly Standing[];
  /** Phones shall ring. */
  readonly isRinging: boolean;
}

/** What came and went is news for so many ms; later it is only told. */
const newsMs = 60_000;
/** ms after which what is silenced, or has nowhere to go, is looked at again. */
export const lookAgainMs = 30_000;

/** What there is to tell at that moment, and the state once it is told; undefined: nothing. */
export function tellingAt(
  state: AlertState,
  now: number,
  isQuiet: boolean,
): { readonly telling: Telling; readonly after: AlertState } | undefined {
  const isHeard = (one: Standing): boolean => !isMuted(state, one, now) && (one.isUrgent || !isQuiet);
  const untold = state.standing.filter((one) => one.toldAt === undefined && isHeard(one));
  const raised = untold.filter(({ overAt }) => overAt === undefined);
  const past = untold.filter(({ overAt }) => overAt !== undefined);
  const over = state.standing.filter(({ toldAt, overAt }) => toldAt !== undefined && overAt !== undefined);
  const repeated = toRepeat(state.standing.filter(isHeard), now);
  if (raised.length + past.length + over.length + repeated.length === 0) return undefined;
  const isNews = past.some(({ raisedAt }) => now - raisedAt < newsMs);
  const telling = { raised, repeated, over, past, isRinging: raised.length + repeated.length > 0 || isNews };
  const gone = new Set([...past, ...over, ...raised.filter(({ isMomentary }) => isMomentary)]);
  const told = new Set([...raised, ...repeated]);
  const standing = state.standing.flatMap((one) => {
    if (gone.has(one)) return [];
    return told.has(one) ? [{ ...one, toldAt: now }] : [one];
  });
  return { telling, after: { ...state, standing } };
}

/** Once one is due, all that are open are told along, so that their phones ring together. */
function toRepeat(heard: readonly Standing[], now: number): readonly Standing[] {
  const open = heard.filter((one) => isOpen(one) && one.repeatMs !== undefined);
  return open.some((one) => dueIn(one, now) <= 0) ? open : [];
}

/** ms until it is to be repeated. A clock that was set back begins anew. */
function dueIn({ toldAt = 0, repeatMs = 0 }: Standing, now: number): number {
  return now < toldAt ? 0 : toldAt + repeatMs - now;
}

/** ms after which there may be something to tell though nothing happens; undefined: there will not. */
export function nextTellingIn({ standing }: AlertState, now: number): number | undefined {
  const waits = standing.flatMap((one) => {
    if (one.toldAt === undefined || one.overAt !== undefined) return [lookAgainMs];
    if (one.repeatMs === undefined || !isOpen(one)) return [];
    const wait = dueIn(one, now);
    // Due and not told: something silences it.
    return [wait > 0 ? wait : lookAgainMs];
  });
  return waits.length === 0 ? undefined : Math.min(...waits);
}
