import type { Configuration } from "../config/configuration.ts";
import { type CarryOutParts, carryOut } from "../control/carry-out.ts";
import { type Obedience, obeyCommands } from "../control/obey-commands.ts";
import { SuspiciousRefusals } from "../control/suspicious-refusals.ts";
import type { RefusalReport } from "../control/write-verdicts.ts";
import type { Chance } from "../core/chance.ts";
import type { Clock } from "../core/clock.ts";
import type { RoomId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { ControlStore } from "../core/store-ports.ts";
import type { MatrixLink } from "../matrix/matrix-link.ts";
import type { Talk } from "../talk/talk-to-people.ts";
import type { Texts } from "../texts/english.ts";
import type { AlertWatch } from "./alerts.ts";
import { breathe } from "./breathe.ts";
import type { Charts } from "./charts.ts";
import type { Hardware } from "./open-hardware.ts";
import type { OutputWatch } from "./outputs.ts";
import type { Reactions } from "./reactions.ts";
import type { ReadingWay } from "./readings.ts";
import type { Trust } from "./trust.ts";

export interface CommandParts {
  readonly configuration: Configuration;
  readonly link: MatrixLink;
  readonly rooms: readonly RoomId[];
  readonly store: ControlStore;
  readonly hardware: Hardware;
  readonly outputs: OutputWatch;
  readonly alerts: Pick<AlertWatch, "desk" | "raise">;
  readonly readings: ReadingWay;
  readonly talk: Talk;
  readonly charts: Charts;
  readonly reactions: Reactions;
  readonly trust: Pick<Trust, "pairing" | "onPinned">;
  readonly texts: Texts;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  /** Something stands in the outbox. */
  readonly wakeSender: () => void;
}

/** inbox → gate → journal → limits → driver → read-back → outcome into the outbox. */
export function wireCommands(parts: CommandParts): Obedience {
  const {
    configuration,
    link,
    rooms,
    store,
    hardware,
    outputs,
    texts,
    alerts,
    readings,
    talk,
    charts,
    reactions,
    trust,
    clock,
    chance,
    log,
    wakeSender,
  } = parts;
  const { things, operators } = configuration;
  const suspicions = new SuspiciousRefusals(clock);
  const acting: CarryOutParts = {
    ...outputs.acting,
    alerts: alerts.desk,
    things,
    latest: (path) => readings.latest.get(path),
    refresh: (path) => hardware.refresh(path),
  };
  return obeyCommands({
    agent: link.userId,
    rooms,
    operators,
    things,
    roomFacts: link.rooms,
    store: wakingStore(store, wakeSender),
    opener: link.opener,
    clock,
    random: (length) => chance.bytes(length),
    speech: talk,
    onChart: ({ room, eventId }, chart) => charts.ask({ room, eventId, chart }),
    pairing: trust.pairing,
    onPinned: trust.onPinned,
    onVerification: (event, { type, content }) =>
      void link.verification
        .takeRoomStep({ event, type, content })
        .catch((error: unknown) => log.warn("a step of a verification was not taken", { error })),
    carryOut: (command, signal) => carryOut(command, signal, acting),
    breathe,
    tellUnsignedSession: (room) => void tellUnsignedSession(link, room, clock, log),
    onRefusal: (report) => {
      sayRefusal(log, report);
      reactions.refused(report);
      const codes = suspicions.take(report.code, configuration.alerts.refused);
      if (codes === undefined) return;
      alerts.raise({ key: "refused", text: texts.alerts.refused(codes.join(", ")), isMomentary: true });
    },
    onOutcome: (command, outcome) => {
      log.info(`${command.op} ${command.thing}/${command.name}: ${outcome.status}`, {
        command: command.id,
        sender: command.sender,
        ...(outcome.status !== "done" && { code: outcome.code, detail: outcome.detail }),
      });
      reactions.ended(command, outcome);
    },
    onFault: (error) => log.error("a command met a fault of the agent itself", { error }),
  });
}

/** Whatever is put into the outbox wakes the loop that empties it. */
function wakingStore(store: ControlStore, wake: () => void): ControlStore {
  return {
    ...store,
    judge: (verdict) => {
      store.judge(verdict);
      if (verdict.posts.length > 0) wake();
    },
    finish: (id, outcome, posts, notes) => {
      store.finish(id, outcome, posts, notes);
      wake();
    },
    post: (post) => {
      store.post(post);
      wake();
    },
  };
}

async function tellUnsignedSession(link: MatrixLink, room: RoomId, clock: Clock, log: Log): Promise<void> {
  const notice = { kind: "unsigned-session-notice", room, txn: `roomwire.unsigned.${clock.now()}` } as const;
  const outcome = await link.clear.put(notice);
  if (outcome.kind === "limited") {
    clock.after(outcome.retryAfterMs, () => void tellUnsignedSession(link, room, clock, log));
  } else if (outcome.kind !== "sent")
    log.warn("the notice to an unsigned session was not sent", { outcome: outcome.kind });
}

/** What people who are no operators say to each other is no news. */
function sayRefusal(log: Log, { code, detail, sender, room, eventId, commandId }: RefusalReport): void {
  const fields = { code, sender, room, event_id: eventId, command: commandId };
  if (code === "unlisted") log.info(`refused ${code}`, fields);
  else log.warn(`refused ${code}: ${detail}`, fields);
}
