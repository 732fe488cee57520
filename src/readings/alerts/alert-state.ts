import type { ThingId } from "../../core/ids.ts";

/** Something that people must see, in the words in which they are told. */
export interface Alert {
  /** One of each key stands at a time. */
  readonly key: string;
  /** undefined: it concerns the agent itself. */
  readonly thing?: ThingId;
  readonly text: string;
  /** ms after which it is told again until somebody acknowledges it; undefined: never. */
  readonly repeatMs?: number;
  /** Rings in quiet hours as well. */
  readonly isUrgent: boolean;
  /** Happens and does not last: told once, and never over. */
  readonly isMomentary: boolean;
  /** Never said where it could leave unencrypted. */
  readonly isPrivate?: boolean;
  /** User who is not called for it. */
  readonly except?: string;
}

/** An alert since it was raised. Times are UTC ms. */
export interface Standing extends Alert {
  readonly raisedAt: number;
  /** When people were told last. */
  readonly toldAt?: number;
  /** Since when it is over; it stands until that was told. */
  readonly overAt?: number;
  readonly ackedBy?: string;
}

/** All that a restart must not forget. */
export interface AlertState {
  readonly standing: readonly Standing[];
  /** Until when (UTC ms) the alerts of a Thing do not ring, by its id; under `all` those of every Thing. */
  readonly mutes: Readonly<Record<string, number>>;
}

export const noAlerts: AlertState = { standing: [], mutes: {} };

/** Most alerts that stand at a time: what is kept must stay small. */
const mostStanding = 500;
/** Longest mute, ms. One that would last longer was set by another clock, and does not count. */
export const longestMuteMs = 7 * 86_400_000;

/** An alert is there. One that stands already stays as it is. */
export function raise(state: AlertState, alert: Alert, now: number): AlertState {
  const known = state.standing.find(({ key }) => key === alert.key);
  if (known === undefined) {
    if (state.standing.length >= mostStanding) return state;
    return { ...state, standing: [...state.standing, { ...alert, raisedAt: now }] };
  }
  if (known.overAt === undefined) return state;
  // It came back before anybody was told that it was over.
  const { overAt: _, ...back } = known;
  return replace(state, known, back);
}

/** An alert is over. What nobody was told of, and nobody wants to hear, is gone at once. */
export function clear(state: AlertState, key: string, now: number): AlertState {
  const known = state.standing.find((one) => one.key === key);
  if (known === undefined || known.overAt !== undefined) return state;
  if (known.toldAt === undefined && isMuted(state, known, now)) return replace(state, known);
  return replace(state, known, { ...known, overAt: now });
}

/** Lets go of alerts that nobody asks for any more. */
export function keepOnly(state: AlertState, isKept: (alert: Alert) => boolean): AlertState {
  return state.standing.every(isKept) ? state : { ...state, standing: state.standing.filter(isKept) };
}

/** Somebody has seen what they were told of: it is not repeated. */
export function acknowledge(state: AlertState, isMeant: (alert: Alert) => boolean, by: string): AlertState {
  const standing = state.standing.map((one) => (isOpen(one) && isMeant(one) ? { ...one, ackedBy: by } : one));
  return standing.some((one, place) => one !== state.standing[place]) ? { ...state, standing } : state;
}

/** Told, still there, and nobody said that they have seen it. */
export function isOpen({ toldAt, overAt, ackedBy }: Standing): boolean {
  return toldAt !== undefined && overAt === undefined && ackedBy === undefined;
}

/** The alerts of a Thing, or of `all`, do not ring until then; a time that is past ends it. */
export function mute(state: AlertState, id: string, until: number, now: number): AlertState {
  const others = Object.entries(state.mutes).filter(([known, end]) => known !== id && isCounted(end, now));
  return { ...state, mutes: Object.fromEntries(until > now ? [...others, [id, until]] : others) };
}

/** Only alerts of Things can be muted: who else commands the agent must not be kept from anybody. */
export function isMuted({ mutes }: AlertState, { thing }: Alert, now: number): boolean {
  return thing !== undefined && [thing, "all"].some((id) => isCounted(mutes[id] ?? 0, now));
}

function isCounted(until: number, now: number): boolean {
  return until > now && until - now <= longestMuteMs;
}

function replace(state: AlertState, known: Standing, ...by: readonly Standing[]): AlertState {
  return { ...state, standing: state.standing.flatMap((one) => (one === known ? by : [one])) };
}
