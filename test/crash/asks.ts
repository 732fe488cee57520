import { agent, room } from "./crash-configuration.ts";

/** One command of the operator, with what the hardware sees of it when it is carried out. */
export interface Ask {
  readonly id: string;
  readonly form: "event" | "text";
  /** Monotonic ms at which it reaches the homeserver; undefined: right before the agent is told to stop. */
  readonly at: number | undefined;
  /** ms until its key comes. */
  readonly keyAfterMs: number;
  readonly isStale: boolean;
  /** It passes the gate. */
  readonly isGood: boolean;
  /** Levels that lines get from no other command of the play. */
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
  readonly input?: boolean | string;
  readonly acts?: readonly Act[];
  /** Those of one name come at the same time. */
  readonly together?: string;
  readonly isLast?: true;
  readonly keyAfterMs?: number;
  readonly isStale?: boolean;
  readonly isBad?: true;
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
  // One is under way and one waits when the agent stops.
  { ...switchOn("tank", "stuck_last"), isLast: true },
  { ...setTo("tank", "depth", "1.9"), isLast: true },
];

/** ms in which all of them are sent. */
export const askingMs = 20_000;

const bursts = 8;

/** The commands of one play, several at the same time. */
export function drawAsks(random: () => number): readonly Ask[] {
  const draw = (): number => Math.floor(random() * bursts) * (askingMs / bursts);
  const shared = new Map(drafts.flatMap(({ together }) => (together === undefined ? [] : [[together, draw()]])));
  return drafts.map((draft, index) => {
    const { acts = [], isStale = false, keyAfterMs = 0, text, together, isLast, isBad, ...wish } = draft;
    const at = isLast ? undefined : (shared.get(together ?? "") ?? draw());
    const common = { at, acts, isStale, keyAfterMs, isGood: !isStale && !isBad };
    if (text !== undefined) {
      return { ...common, id: `session${index}:1`, form: "text", content: { msgtype: "m.text", body: text } };
    }
    const id = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
    return { ...common, id, form: "event", content: { v: 1, id, agent, room_id: room, ...wish } };
  });
}
