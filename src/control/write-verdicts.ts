import type { Operator } from "../config/configuration.ts";
import type { ChartWish } from "../core/chart-wish.ts";
import type { Clock } from "../core/clock.ts";
import type { RoomId, UserId } from "../core/ids.ts";
import type { RefusalCode } from "../core/refusal-codes.ts";
import type { InboxEvent } from "../core/room-ports.ts";
import type { ControlStore, Pin, Post } from "../core/store-ports.ts";
import type { Challenges } from "./challenges.ts";
import type { Admitted, Judgement } from "./judge-event.ts";
import type { NoteVerdicts } from "./note-verdicts.ts";
import { writePin } from "./pins.ts";
import type { ResultPosts } from "./result-posts.ts";
import type { Speech } from "./speech.ts";
import type { TellRefusals } from "./tell-refusals.ts";
import type { TextCodes } from "./text-codes.ts";
import { UnsignedSessions } from "./unsigned-sessions.ts";
import { wireFacts } from "./wire-facts.ts";

/** Told for the log; refusals of strangers too. */
export interface RefusalReport {
  readonly code: RefusalCode;
  readonly detail: string;
  readonly sender: UserId;
  readonly room: RoomId;
  readonly eventId: string;
  readonly commandId: string | undefined;
}

export interface VerdictParts {
  readonly store: Pick<ControlStore, "together" | "judge" | "fact" | "setFact" | "setPin">;
  readonly clock: Clock;
  readonly posts: ResultPosts;
  readonly teller: TellRefusals;
  readonly noter: NoteVerdicts;
  readonly challenges: Challenges;
  readonly codes: TextCodes;
  readonly run: (admitted: Admitted) => void;
  /** Runs a step whose failure changes nothing. */
  readonly guarded: (step: () => void) => void;
  readonly tellUnsignedSession: (room: RoomId) => void;
  readonly operators: readonly Operator[];
  readonly speech: Pick<Speech, "pinned">;
  readonly onVerification: (event: InboxEvent, step: Judgement & { readonly kind: "verification" }) => void;
  readonly onChart: (event: InboxEvent, chart: ChartWish) => void;
  readonly onPinned: (pin: Pin) => void;
  readonly onRefusal: (report: RefusalReport) => void;
}

/** Writes one verdict, all in one transaction, and only then starts, uses up or reports anything. */
export function writeVerdicts(parts: VerdictParts): (event: InboxEvent, judgement: Judgement) => void {
  const { store, challenges, codes, guarded } = parts;
  const sessions = new UnsignedSessions(store, parts.clock);
  return (event, judgement) => {
    const begin = judgement.kind === "admitted" ? judgement.command : undefined;
    const { pin } = judgement;
    store.together(() => {
      if (pin !== undefined) writePin(store, pin);
      store.judge({
        position: event.position,
        seen: judgement.seen,
        commandId: judgement.kind === "refused" ? spentId(judgement) : begin?.id,
        begin,
        posts: [...postsOfFirstUse(event, pin, parts), ...postsOf(event, judgement, parts)],
        notes: parts.noter.of(event, judgement),
      });
    });
    if (judgement.answered !== undefined) challenges.use(event.sender, judgement.answered);
    if (judgement.typed !== undefined) codes.typed(event.sender, judgement.typed);
    if (pin !== undefined) guarded(() => parts.onPinned(pin));
    if (judgement.kind === "admitted") parts.run(judgement);
    if (judgement.kind === "chart") guarded(() => parts.onChart(event, judgement.chart));
    if (judgement.kind === "verification") guarded(() => parts.onVerification(event, judgement));
    if (judgement.kind !== "refused") return;
    const { refusal, commandId } = judgement;
    const { sender, room, eventId } = event;
    const { code, detail } = refusal;
    guarded(() => {
      parts.onRefusal({ code, detail, sender, room, eventId, commandId });
      if (code === "unsigned-device" && sessions.isNew(sender, sessionOf(event))) parts.tellUnsignedSession(room);
    });
  };
}

function postsOf(event: InboxEvent, judgement: Judgement, { posts, teller, ...given }: VerdictParts): readonly Post[] {
  switch (judgement.kind) {
    case "answered":
      return [{ class: "answer", event: { room: event.room, type: "m.room.message", content: judgement.content } }];
    case "refused":
      return teller.tell(judgement.refusal.code, event, () => refusalPost(event, judgement, posts, given));
    case "ignored":
    case "chart":
    case "verification":
    case "admitted":
      return [];
  }
}

/** Said out loud: nobody proved anything. */
function postsOfFirstUse(
  event: InboxEvent,
  pin: Pin | undefined,
  { speech, operators }: VerdictParts,
): readonly Post[] {
  if (pin?.way !== "first-use") return [];
  const others = operators.map(({ user }) => user).filter((user) => user !== pin.user);
  const content = speech.pinned(pin, event.eventId, others);
  return [{ class: "result", event: { room: event.room, type: "m.room.message", content } }];
}

/** A challenge is only given where it is told. */
function refusalPost(
  event: InboxEvent,
  { refusal, commandId, asks }: Judgement & { kind: "refused" },
  posts: ResultPosts,
  { challenges, codes }: Pick<VerdictParts, "challenges" | "codes">,
): Post {
  if (asks === undefined) return posts.ofRefusal(event, refusal, commandId);
  const { sender, room } = event;
  if (commandId !== undefined) {
    return posts.ofRefusal(event, refusal, commandId, challenges.give(sender, asks.wish));
  }
  return posts.ofCode(event, asks.fitting, codes.ask(sender, room, asks.wish));
}

/** A refused command of a trusted sender has had its outcome: its id is spent. What was another agent's is not. */
function spentId({ seen, refusal, commandId }: Judgement & { kind: "refused" }): string | undefined {
  return seen === undefined || refusal.code === "wrong-agent" ? undefined : commandId;
}

function sessionOf(event: InboxEvent): string {
  return wireFacts(event.raw).sessionId ?? "";
}
