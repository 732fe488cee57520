import { agent, room } from "./crash-configuration.ts";

/** One command of the operator, with what the hardware sees of it when it is carried out. */
export interface Ask {
  readonly id: string;
  readonly form: "event" | "text";
  readonly when: /** Monotonic ms at which it reaches the homeserver. */
    | { readonly at: number }
    /** Right before the agent is told to stop. */
    | "last"
    /** When the agent asked back for the ask with this id. */
    | { readonly answers: string };
  /** ms until its key comes. */
  readonly keyAfterMs: number;
  readonly isStale: boolean;
  /** Whatever happens, it has an outcome that is told. */
  readonly isTold: boolean;
  /** Levels that lines get by it. */
  readonly acts: readonly Act[];
  readonly content: Readonly<Record<string, unknown>>;
}

export interface Act {
  readonly line: string;
  readonly level: string;
}

interface Draft {
  readonly thing: string;
  readonly op: "write" | "invoke" | "read";
  readonly name: string;
  readonly input?: boolean | string | number;
  readonly lease?: number;
  readonly acts?: readonly Act[];
  /** Those of one name come at the same time. */
  readonly together?: string;
  readonly isLast?: true;
  readonly keyAfterMs?: number;
  readonly isStale?: boolean;
  readonly isBad?: true;
  /** Carried out only when the agent asked back and was answered. */
  readonly asksBack?: true;
  /** Typed instead of sent as an event. */
  readonly text?: string;
}

const on = (line: string): Act => ({ line, level: "true" });
const switchOn = (thing: string, name: string): Draft => ({ thing, op: "write", name, input: true, acts: [on(name)] });
const setTo = (thing: string, name: string, level: string): Draft => ({
  thing,
  op: "write",
  name,
  input: level,
  acts: [{ line: name, level }],
});
const pulse = (name: string, line: string): Draft => ({
  thing: "garden",
  op: "invoke",
  name,
  acts: [on(line)],
  asksBack: true,
});

/** What is asked in every play. A new kind of command gets its line here and its output in the configuration. */
const drafts: readonly Draft[] = [
  switchOn("box", "lamp_a"),
  { ...switchOn("box", "lamp_b"), keyAfterMs: 4_000 },
  setTo("box", "setpoint", "7.1"),
  setTo("box", "setpoint", "7.2"),
  { thing: "box", op: "write", name: "setpoint", input: "99", isBad: true },
  { thing: "box", op: "read", name: "warmth" },
  { thing: "box", op: "read", name: "warmth", input: "fresh" },
  switchOn("cellar", "pump"),
  { ...switchOn("cellar", "lamp_c"), text: "!lamp_c on" },
  { thing: "cellar", op: "write", name: "broken", input: true },
  switchOn("cellar", "silent"),
  // The first one is under way for seconds, so that of the others the newest wins.
  { ...switchOn("tank", "stuck"), together: "depth" },
  { ...setTo("tank", "depth", "1.1"), together: "depth" },
  { ...setTo("tank", "depth", "1.2"), together: "depth" },
  { ...setTo("tank", "depth", "1.3"), together: "depth" },
  { thing: "yard", op: "invoke", name: "open", acts: [on("gate"), on("lamp_d")] },
  { thing: "yard", op: "write", name: "gate", input: true, isStale: true },
  pulse("water", "valve_a"),
  { ...pulse("rinse", "valve_b"), input: 3_000 },
  pulse("honk", "horn"),
  { ...switchOn("attic", "leased_a"), lease: 3_000 },
  { ...switchOn("attic", "leased_b"), text: "!leased_b on for 5s" },
  switchOn("attic", "fan"),
  switchOn("attic", "fan"),
  switchOn("attic", "fan"),
  switchOn("hall", "heater"),
  switchOn("hall", "cooler"),
  // One is under way and one waits when the agent stops.
  { ...switchOn("tank", "stuck_last"), isLast: true },
  { ...setTo("tank", "depth", "1.9"), isLast: true },
];

/** ms in which all of them are sent. */
export const askingMs = 20_000;

const stopIndex = 99;
export const stopId = uuid(stopIndex);
const stopAll: Draft = { thing: "all", op: "invoke", name: "stop" };

const bursts = 8;

/** The commands of one play, several at the same time; with a stop of everything, where one is wanted, at so many ms. */
export function drawAsks(random: () => number, stopAt: number | undefined): readonly Ask[] {
  const draw = (): number => Math.floor(random() * bursts) * (askingMs / bursts);
  const shared = new Map(drafts.flatMap(({ together }) => (together === undefined ? [] : [[together, draw()]])));
  const stops = stopAt === undefined ? [] : [askOf(stopAll, stopIndex, { at: stopAt })];
  const asks = drafts.flatMap((draft, index) => {
    const { together, isLast } = draft;
    const when = isLast ? "last" : { at: shared.get(together ?? "") ?? draw() };
    const ask = askOf(draft, index, when);
    if (!draft.asksBack) return [ask];
    // Refused with a challenge; what acts is the answer, which a crash in between may make worthless.
    const answer = askOf(draft, index + 100, { answers: ask.id });
    return [
      { ...ask, acts: [] },
      { ...answer, isTold: false },
    ];
  });
  return [...asks, ...stops];
}

function askOf(draft: Draft, index: number, when: Ask["when"]): Ask {
  const { acts = [], isStale = false, isBad, keyAfterMs = 0, text, together, isLast, asksBack, ...wish } = draft;
  const common = { when, acts, isStale, keyAfterMs, isTold: !isStale && !isBad && !asksBack };
  if (text !== undefined) {
    return { ...common, id: `session${index}:1`, form: "text", content: { msgtype: "m.text", body: text } };
  }
  const id = uuid(index);
  return { ...common, id, form: "event", content: { v: 1, id, agent, room_id: room, ...wish } };
}

function uuid(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
}
