import { isTold } from "../control/tell-refusals.ts";
import type { RefusalReport } from "../control/write-verdicts.ts";
import type { Command } from "../core/command.ts";
import type { RoomId } from "../core/ids.ts";
import type { Outcome } from "../core/outcome.ts";
import { refusalCodes } from "../core/refusal-codes.ts";
import type { MatrixLink } from "../matrix/matrix-link.ts";
import type { Source } from "../outbox/classes.ts";
import { ClearSource } from "../outbox/clear-source.ts";
import type { SendingParts } from "./sending-parts.ts";

export interface ReactionsParts extends Pick<SendingParts, "configuration" | "clock" | "epoch" | "log"> {
  readonly link: {
    readonly sender: Pick<MatrixLink["sender"], "closedFor">;
    readonly clear: Pick<MatrixLink["clear"], "made">;
  };
  readonly wakeSender: () => void;
}

export interface Reactions {
  readonly sources: readonly Source[];
  /** A command of whatever kind ended. */
  ended(command: Pick<Command, "source" | "op" | "room" | "eventId">, outcome: Pick<Outcome, "status">): void;
  refused(report: Pick<RefusalReport, "code" | "room" | "eventId" | "commandId">): void;
}

/** ms after which a reaction would be none any more. */
const freshMs = 30_000;
const mostWaiting = 10;

/** Rules before it are about who sent it and under which key: that it was meant for the agent is not known yet. */
const firstRuleOfForm = 4;

/**
 * At what somebody typed, ✅ when it is done and ❌ when it certainly is not; none while nobody knows, where a code is asked for, and for
 * what is only read. Nothing without `reactions: true`.
 */
export function wireReactions({ configuration, link, clock, epoch, log, wakeSender }: ReactionsParts): Reactions {
  if (!configuration.reactions) return { sources: [], ended: () => undefined, refused: () => undefined };
  const source = new ClearSource({ clock, freshMs, mostWaiting });
  let count = 0;
  const react = async (room: RoomId, eventId: string, isDone: boolean): Promise<void> => {
    // Its sign goes past the encryption, so whether anything may be said there is asked here.
    if ((await link.sender.closedFor(room)) !== undefined) return;
    count += 1;
    const txn = `roomwire.reaction.${epoch}.${clock.now()}.${count}`;
    source.add(link.clear.made({ kind: "reaction", room, txn, eventId, isDone }));
    wakeSender();
  };
  const tryIt = (room: RoomId, eventId: string, isDone: boolean): void =>
    void react(room, eventId, isDone).catch((error: unknown) => log.debug("there is no reaction", { error }));
  return {
    sources: [source],
    ended: ({ source: way, op, room, eventId }, { status }) => {
      if (way === "text" && op !== "read" && status !== "unknown") tryIt(room, eventId, status === "done");
    },
    refused: ({ code, room, eventId, commandId }) => {
      const isOfText = commandId === undefined && refusalCodes[code].rule >= firstRuleOfForm;
      if (isOfText && code !== "challenge" && isTold(code)) tryIt(room, eventId, false);
    },
  };
}
