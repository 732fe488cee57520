import type { Operator } from "../config/configuration.ts";
import type { Clock } from "../core/clock.ts";
import type { Command } from "../core/command.ts";
import type { RoomId, UserId } from "../core/ids.ts";
import type { Outcome } from "../core/outcome.ts";
import type { RefusalCode } from "../core/refusal-codes.ts";
import type { EventOpener, InboxEvent, RoomFacts } from "../core/room-ports.ts";
import type { ControlStore, Pin, Post } from "../core/store-ports.ts";
import type { Thing } from "../core/thing.ts";
import { auditNoteOfOutcome, auditNotesOfVerdict } from "./audit-notes.ts";
import { InboxLoop } from "./inbox-loop.ts";
import type { Judgement } from "./judge-event.ts";
import type { PairDesk } from "./pair.ts";
import { effectivePin, writePin } from "./pins.ts";
import { ResultPosts } from "./result-posts.ts";
import { type CarryOut, RunCommands } from "./run-commands.ts";
import type { Speech } from "./speech.ts";
import { TellRefusals } from "./tell-refusals.ts";
import { TokenBucket } from "./token-bucket.ts";
import { UnsignedSessions } from "./unsigned-sessions.ts";
import { wireFacts } from "./wire-facts.ts";

/** Events of one listed sender that are opened: a burst, then one in so many ms. */
const senderRate = { burst: 200, everyMs: 50 };

/** Told for the log; refusals of strangers too. */
export interface RefusalReport {
  readonly code: RefusalCode;
  readonly detail: string;
  readonly sender: UserId;
  readonly room: RoomId;
  readonly eventId: string;
  readonly commandId: string | undefined;
}

export interface ObeyParts {
  readonly agent: UserId;
  /** The pinned ids of `room` and `data_room`. */
  readonly rooms: readonly RoomId[];
  readonly operators: readonly Operator[];
  readonly things: readonly Thing[];
  readonly roomFacts: RoomFacts;
  readonly store: ControlStore;
  readonly opener: EventOpener;
  readonly clock: Clock;
  readonly speech: Speech;
  readonly pairing: Pick<PairDesk, "judge">;
  readonly carryOut: CarryOut;
  /** Lets the process do other work between two events. */
  readonly breathe: () => Promise<void>;
  /** Asks for the one fixed notice in clear to an unsigned session of a listed operator. */
  readonly tellUnsignedSession: (room: RoomId) => void;
  readonly onRefusal: (report: RefusalReport) => void;
  /** A step of a verification of a listed operator, decrypted. */
  readonly onVerification: (event: InboxEvent, step: Judgement & { readonly kind: "verification" }) => void;
  /** By `!pair` or at first use. */
  readonly onPinned: (pin: Pin) => void;
  readonly onOutcome: (command: Command, outcome: Outcome) => void;
  /** A fault of the store or of the agent itself; it goes on. */
  readonly onFault: (error: unknown) => void;
}

export interface Obedience extends AsyncDisposable {
  /** There are new events in the inbox, or new keys. Returns at once, never throws. */
  wake(): void;
  /**
   * Takes nothing more from the first moment on at which no command is under way. Resolves to false, and everything goes on
   * as before, when there is no such moment within so many ms.
   */
  settle(withinMs: number): Promise<boolean>;
}

/**
 * From the inbox to exactly one outcome: judges each event, writes the verdict before anything acts, runs what was
 * admitted, and tells how it ended. What was under way before this start is `unknown` first. Asleep until `wake`.
 */
export function obeyCommands(parts: ObeyParts): Obedience {
  const { store, clock, speech, things, onOutcome } = parts;
  const posts = new ResultPosts(store, clock, speech, things);
  const guarded = (step: () => void) => guard(step, parts.onFault);
  const record = (command: Command, outcome: Outcome) => {
    store.finish(command.id, outcome, [posts.ofOutcome(command, outcome)], [auditNoteOfOutcome(command, outcome)]);
    guarded(() => onOutcome(command, outcome));
  };
  for (const { command } of store.unfinished()) record(command, interrupted);
  const runner = new RunCommands({
    ...parts,
    record,
    recheck: (sender, facts) => parts.opener.recheck(sender, facts),
    pinOf: (operator) => effectivePin(operator, store),
    accept: (command) => guarded(() => store.post(posts.ofAcceptance(command))),
  });
  const teller = new TellRefusals(clock, speech, (post) => guarded(() => store.post(post)));
  const decide = decider(parts, posts, teller, runner);
  const loop = new InboxLoop({ ...parts, rules: parts, arrivals: arrivalRules(parts), decide });
  return {
    wake: () => loop.wake(),
    settle: (withinMs) => settle(loop, runner, clock, withinMs),
    [Symbol.asyncDispose]: async () => {
      await loop[Symbol.asyncDispose]();
      await runner[Symbol.asyncDispose]();
      teller[Symbol.dispose]();
    },
  };
}

async function settle(loop: InboxLoop, runner: RunCommands, clock: Clock, withinMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  using _limit = clock.after(withinMs, () => {
    runner.onceIdle(undefined);
    resolve(false);
  });
  runner.onceIdle(() => {
    loop.close();
    resolve(true);
  });
  return await promise;
}

const interrupted: Outcome = {
  status: "unknown",
  code: "interrupted",
  detail: "The agent ended while it was being done.",
};

/** Writes one verdict, all in one transaction, and only then starts or reports anything. */
function decider(parts: ObeyParts, posts: ResultPosts, teller: TellRefusals, runner: RunCommands) {
  const { store, clock } = parts;
  const sessions = new UnsignedSessions(store, clock);
  return (event: InboxEvent, judgement: Judgement): void => {
    const begin = judgement.kind === "admitted" ? judgement.command : undefined;
    const { pin } = judgement;
    if (pin !== undefined) writePin(store, pin);
    store.judge({
      position: event.position,
      seen: judgement.seen,
      commandId: judgement.kind === "refused" ? spentId(judgement) : begin?.id,
      begin,
      posts: [...postsOfFirstUse(event, pin, parts), ...postsOf(event, judgement, posts, teller)],
      notes: auditNotesOfVerdict(event, judgement),
    });
    if (pin !== undefined) guard(() => parts.onPinned(pin), parts.onFault);
    if (judgement.kind === "admitted") runner.run(judgement);
    if (judgement.kind === "verification") guard(() => parts.onVerification(event, judgement), parts.onFault);
    if (judgement.kind !== "refused") return;
    const { refusal, commandId } = judgement;
    const { sender, room, eventId } = event;
    const { code, detail } = refusal;
    guard(() => {
      parts.onRefusal({ code, detail, sender, room, eventId, commandId });
      if (code === "unsigned-device" && sessions.isNew(sender, sessionOf(event))) parts.tellUnsignedSession(room);
    }, parts.onFault);
  };
}

function postsOf(event: InboxEvent, judgement: Judgement, posts: ResultPosts, teller: TellRefusals): readonly Post[] {
  switch (judgement.kind) {
    case "answered":
      return [{ class: "answer", event: { room: event.room, type: "m.room.message", content: judgement.content } }];
    case "refused": {
      const { refusal, commandId } = judgement;
      return teller.tell(refusal.code, event.room, () => posts.ofRefusal(event, refusal, commandId));
    }
    case "ignored":
    case "verification":
    case "admitted":
      return [];
  }
}

/** Said out loud: nobody proved anything. */
function postsOfFirstUse(event: InboxEvent, pin: Pin | undefined, { speech, operators }: ObeyParts): readonly Post[] {
  if (pin?.way !== "first-use") return [];
  const others = operators.map(({ user }) => user).filter((user) => user !== pin.user);
  const content = speech.pinned(pin, event.eventId, others);
  return [{ class: "result", event: { room: event.room, type: "m.room.message", content } }];
}

/** A refused command of a trusted sender has had its outcome: its id is spent. What was another agent's is not. */
function spentId({ seen, refusal, commandId }: Judgement & { kind: "refused" }): string | undefined {
  return seen === undefined || refusal.code === "wrong-agent" ? undefined : commandId;
}

function sessionOf(event: InboxEvent): string {
  return wireFacts(event.raw).sessionId ?? "";
}

function arrivalRules({ agent, rooms, operators, roomFacts, clock }: ObeyParts) {
  const buckets = new Map(operators.map(({ user }) => [user, new TokenBucket(clock, senderRate)]));
  const withinBudget = (sender: UserId) => buckets.get(sender)?.take() ?? false;
  return { agent, rooms, operators, roomFacts, withinBudget };
}

function guard(step: () => void, onFault: (error: unknown) => void): void {
  try {
    step();
  } catch (error) {
    onFault(error);
  }
}
