import type { Clock } from "../core/clock.ts";
import type { Delivery } from "../core/delivery.ts";
import type { UserId } from "../core/ids.ts";
import type { Property } from "../core/property.ts";
import type { EventBudget } from "../outbox/event-budget.ts";
import type { SendLoop } from "../outbox/send-loop.ts";
import type { SendCounts } from "../outbox/send-report.ts";
import type { AlertWatch } from "./alerts.ts";
import { wireCharts } from "./charts.ts";
import { describeCommands } from "./command-descriptions.ts";
import { wireCommands } from "./commands.ts";
import type { Farewell } from "./keep-will.ts";
import { wireLatest } from "./latest.ts";
import { meetPeople } from "./meet-people.ts";
import { type NewcomerMemory, watchNewcomers } from "./newcomers.ts";
import type { Hardware } from "./open-hardware.ts";
import type { Operation } from "./operation.ts";
import type { OutputWatch } from "./outputs.ts";
import { wirePanel } from "./panel.ts";
import { answerOperators } from "./people/answer-operators.ts";
import { wireReactions } from "./reactions.ts";
import { wireSending } from "./sending.ts";
import { dataTarget, type SendingParts } from "./sending-parts.ts";
import { wireTalk } from "./talk.ts";
import { tellAlerts } from "./tell-alerts.ts";
import { wireTrust } from "./trust.ts";
import { warnOfLoss } from "./warn-of-loss.ts";

export interface RoomLifeParts extends SendingParts {
  /** UTC ms at which the agent started; a reload begins a new life, and no new agent. */
  readonly startedAt: number;
  readonly hardware: Hardware;
  readonly outputs: OutputWatch;
  readonly alerts: AlertWatch;
  readonly operation: Pick<Operation, "offer">;
  /** Outlives this life: the homeserver counts on. */
  readonly budget: EventBudget;
  /** Outlives this life: who joined just before a reload is told after it. */
  readonly newcomers: Readonly<Record<"data" | "people" | "panel", NewcomerMemory>>;
  readonly delivery: () => Delivery;
  readonly farewell: () => Farewell;
}

/** What goes on in the room under one configuration. */
export interface RoomLife extends AsyncDisposable {
  /** There are new events in the inbox, or new keys. */
  wakeCommands(): void;
  /** The homeserver is heard again. */
  retrySending(): void;
  changed(property: Property): void;
  sendCounts(): SendCounts;
  /** Takes no more commands from a moment on at which none is under way; false: there was none within so many ms. */
  settle(withinMs: number): Promise<boolean>;
  /** Commands first: their outputs are made safe before anything else is let go. */
  endCommands(): Promise<void>;
}

/** Sends, listens and answers as one configuration says, over the link and the hardware that are there. */
export function startRoomLife(parts: RoomLifeParts): RoomLife {
  const { configuration, link, clock } = parts;
  const { room, dataRoom } = parts.rooms;
  const rooms = [room, ...(dataRoom === undefined ? [] : [dataRoom])] as const;
  const opened = new AsyncDisposableStack();
  const latest = wireLatest(parts);
  const wakeSender = (): void => sending.wake();
  const panel = opened.use(wirePanel({ ...parts, wakeSender }));
  const reactions = wireReactions({ ...parts, wakeSender });
  const described = describeCommands(parts);
  const sending = wireSending(parts, [...latest.sources, ...reactions.sources, ...panel.sources, ...described]);
  opened.use(running(sending));
  opened.use(every(clock, configuration.storage.durability, () => sending.wake()));
  const watched = [dataTarget(parts.rooms)];
  opened.use(
    watchNewcomers({ rooms: link.rooms, watched, clock, memory: parts.newcomers.data, tellAgain: latest.tellAgain }),
  );
  opened.use(meetPeople({ ...parts, wakeSender }));
  opened.use(tellAlerts({ ...parts, wakeSender }));
  opened.use(warnOfLoss(parts));
  const trust = opened.use(wireTrust({ ...parts, rooms, wakeSender, retrySending: () => sending.retryNow() }));
  const isInRoom = (user: UserId): boolean => link.rooms.isJoined(room, user);
  const live = { ...trust, verification: link.verification, room, isInRoom };
  const desk = { ...parts, agent: link.userId, live };
  opened.use(parts.operation.offer("operators", (call) => answerOperators(desk, call)));
  const talk = wireTalk({ ...parts, trust });
  const charts = opened.use(wireCharts({ ...parts, talk, wakeSender }));
  const commands = wireCommands({ ...parts, rooms, talk, charts, reactions, trust, wakeSender });
  commands.wake();
  const endCommands = async (): Promise<void> => await commands[Symbol.asyncDispose]();
  opened.defer(endCommands);
  return {
    wakeCommands: () => commands.wake(),
    retrySending: () => {
      sending.retryNow();
      parts.alerts.board.look();
    },
    sendCounts: () => sending.counts,
    changed: (property) => {
      const { thing, to } = property;
      trust.changed(property, parts.readings.latest.get(property.path));
      latest.changed(thing, to !== undefined);
      panel.changed();
      sending.wake();
    },
    settle: (withinMs) => commands.settle(withinMs),
    endCommands,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** The loop, until disposed. */
function running(loop: SendLoop): AsyncDisposable {
  const stop = new AbortController();
  const run = loop.run(stop.signal);
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await run;
    },
  };
}

function every(clock: Clock, ms: number, run: () => void): Disposable {
  let timer = clock.after(ms, tick);
  function tick(): void {
    run();
    timer = clock.after(ms, tick);
  }
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}
