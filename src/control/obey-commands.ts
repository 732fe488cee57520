import type { Operator } from "../config/configuration.ts";
import type { ChartWish } from "../core/chart-wish.ts";
import type { Clock } from "../core/clock.ts";
import type { Command } from "../core/command.ts";
import type { RoomId, UserId } from "../core/ids.ts";
import type { Outcome } from "../core/outcome.ts";
import type { EventOpener, InboxEvent, RoomFacts } from "../core/room-ports.ts";
import type { ControlStore, Pin } from "../core/store-ports.ts";
import type { Thing } from "../core/thing.ts";
import { auditNoteOfOutcome } from "./audit-notes.ts";
import { Challenges, type Random } from "./challenges.ts";
import { InboxLoop } from "./inbox-loop.ts";
import type { Admitted, Judgement } from "./judge-event.ts";
import { judgeRight } from "./judge-right.ts";
import { NoteVerdicts } from "./note-verdicts.ts";
import type { PairDesk } from "./pair.ts";
import { effectivePin } from "./pins.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { ResultPosts } from "./result-posts.ts";
import { type CarryOut, RunCommands } from "./run-commands.ts";
import type { Speech } from "./speech.ts";
import { TellRefusals } from "./tell-refusals.ts";
import { TextCodes } from "./text-codes.ts";
import { type RefusalReport, writeVerdicts } from "./write-verdicts.ts";

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
  readonly random: Random;
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
  /** A chart that this person may see, to be drawn and answered; returns at once. */
  readonly onChart: (event: InboxEvent, chart: ChartWish) => void;
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
  const { store, clock, random, speech, things, onOutcome } = parts;
  const posts = new ResultPosts(store, clock, speech, things);
  const guarded = (step: () => void) => guard(step, parts.onFault);
  const record = (command: Command, outcome: Outcome) => {
    const note = auditNoteOfOutcome(command, outcome);
    store.together(() => store.finish(command.id, outcome, [posts.ofOutcome(command, outcome)], [note]));
    guarded(() => onOutcome(command, outcome));
  };
  for (const { command } of store.unfinished()) record(command, interrupted);
  const runner = new RunCommands({
    ...parts,
    record,
    recheck: (sender, facts) => parts.opener.recheck(sender, facts),
    pinOf: (operator) => effectivePin(operator, store),
    recheckRight: (admitted) => recheckRight(admitted, parts),
    accept: (command) => guarded(() => store.together(() => store.post(posts.ofAcceptance(command)))),
  });
  const teller = new TellRefusals(clock, speech, (post) => guarded(() => store.post(post)));
  const noter = new NoteVerdicts(clock, things, (note) => guarded(() => store.audit(note)));
  const challenges = new Challenges(clock, random);
  const codes = new TextCodes(clock, random);
  const decide = writeVerdicts({
    ...parts,
    posts,
    teller,
    noter,
    challenges,
    codes,
    guarded,
    run: (one) => runner.run(one),
  });
  const loop = new InboxLoop({ ...parts, rules: { ...parts, challenges, codes }, arrivals: parts, decide });
  return {
    wake: () => loop.wake(),
    settle: (withinMs) => settle(loop, runner, clock, withinMs),
    [Symbol.asyncDispose]: async () => {
      await loop[Symbol.asyncDispose]();
      await runner[Symbol.asyncDispose]();
      teller[Symbol.dispose]();
      noter[Symbol.dispose]();
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

/** Rules 1 and 5 once more at the moment of acting: who left or was banned, and whose rights ended, loses at once. */
function recheckRight({ command, operator }: Admitted, { roomFacts, clock }: ObeyParts): Refusal | undefined {
  if (!roomFacts.isJoined(command.room, command.sender)) return refuse("not-joined");
  return judgeRight(command, operator, clock);
}

function guard(step: () => void, onFault: (error: unknown) => void): void {
  try {
    step();
  } catch (error) {
    onFault(error);
  }
}
