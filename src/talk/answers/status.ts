import { type Delivery, droppedInAll } from "../../core/delivery.ts";
import type { UserId } from "../../core/ids.ts";
import type { Thing } from "../../core/thing.ts";
import type { Texts } from "../../texts/english.ts";
import type { Answer } from "../answer-event.ts";
import { sentence } from "../sentence.ts";
import { stack } from "../table.ts";
import { thing, type Values } from "./thing.ts";

/** How the agent is. */
export interface AgentStatus {
  readonly version: string;
  /** UTC ms. */
  readonly startedAt: number;
  readonly isClockTrusted: boolean;
  /** Names of connections that are down. */
  readonly downConnections: readonly string[];
  readonly delivery: Delivery;
  /** How the room would learn that the agent is gone: by a delayed event of the homeserver, or by `until`. */
  readonly farewell: "delayed" | "hourly";
  /** Who or what stopped everything, and when (UTC ms), until it is released. */
  readonly stopped: { readonly by: string; readonly at: number } | undefined;
  readonly trust: TrustStatus;
}

/** Whom the agent does not, or not fully, trust. */
export interface TrustStatus {
  /** Operators without a pinned key. */
  readonly notPinned: readonly UserId[];
  /** Pinned at first use: not verified. */
  readonly firstUse: readonly UserId[];
  /** Served under another key than the pinned one. */
  readonly identityChanged: readonly UserId[];
  /** In a room without being listed. */
  readonly unlisted: readonly UserId[];
  /** Because of whom nothing is sent (`audience: pinned`). */
  readonly silencing: readonly UserId[];
  /** The agent's own identity was replaced. */
  readonly isOwnReplaced: boolean;
}

/** People of one line. */
const mostNamed = 10;
/** Things of one answer. */
const mostThings = 12;

/** `!status`: how the agent is, then the values of the Things that the asker may read. */
export function status(agent: AgentStatus, readable: readonly Thing[], values: Values, texts: Texts): Answer {
  const shown = readable.slice(0, mostThings).map((asked) => thing(asked, values, texts));
  const left = readable.length - shown.length;
  const more = left > 0 ? [sentence(texts.status.more(left))] : [];
  return stack([...stateOf(agent, values.now, texts).map(sentence), ...shown, ...more]);
}

function stateOf(agent: AgentStatus, now: number, texts: Texts): readonly string[] {
  const { status: said, values } = texts;
  const { version, startedAt, isClockTrusted, downConnections, delivery, farewell, stopped, trust } = agent;
  return [
    said.running(version, values.age(now - startedAt)),
    ...(stopped === undefined ? [] : [said.stopped(stopped.by, values.age(now - stopped.at))]),
    ...(isClockTrusted ? [] : [said.clock]),
    ...(downConnections.length === 0 ? [] : [said.connectionDown(downConnections.join(", "))]),
    ...stateOfDelivery(delivery, now, texts),
    said.farewell[farewell],
    ...stateOfTrust(trust, texts),
  ];
}

function stateOfDelivery(delivery: Delivery, now: number, texts: Texts): readonly string[] {
  const { status: said, values } = texts;
  const { waiting, hoursLeft, perMinute, budget, lastSentAt } = delivery;
  const oldest = waiting.oldestAt === undefined ? values.ageUnknown : values.age(now - waiting.oldestAt);
  const dropped = droppedInAll(delivery);
  return [
    ...(waiting.readings === 0 ? [] : [said.backlog(waiting.readings, oldest)]),
    ...(hoursLeft === undefined ? [] : [roomLeft(hoursLeft, texts)]),
    ...(dropped === 0 ? [] : [said.dropped(dropped)]),
    said.sends(round(perMinute.events, values), round(budget.eventsPerMinute, values)),
    lastSentAt === undefined ? said.neverSent : said.lastSent(values.age(now - lastSentAt)),
  ];
}

const hourMs = 3_600_000;

/** In whole hours, from two days on in whole days; nobody counts the days of years. */
function roomLeft(hours: number, { status: said, values: { duration } }: Texts): string {
  if (hours >= 2 * 365 * 24) return said.holdsLong;
  return said.holds(duration(hours < 48 ? Math.floor(hours) * hourMs : Math.floor(hours / 24) * 24 * hourMs));
}

function round(count: number, { decimalPoint }: Texts["values"]): string {
  return String(Math.round(count * 10) / 10).replace(".", decimalPoint);
}

function stateOfTrust(trust: TrustStatus, { trust: { status: said } }: Texts): readonly string[] {
  const kinds = ["identityChanged", "notPinned", "firstUse", "silencing", "unlisted"] as const;
  const lines = kinds.flatMap((kind) => (trust[kind].length === 0 ? [] : [said[kind](listed(trust[kind]))]));
  return [...(trust.isOwnReplaced ? [said.ownReplaced] : []), ...lines];
}

function listed(users: readonly UserId[]): string {
  return (users.length > mostNamed ? [...users.slice(0, mostNamed), "…"] : users).join(", ");
}
