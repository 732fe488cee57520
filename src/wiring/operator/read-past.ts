import type { UserId } from "../../core/ids.ts";
import type { EventOpener, InboxEvent } from "../../core/room-ports.ts";
import type { AgentTrust } from "./agent-trust.ts";
import { judgeSequence, type SequenceMarks } from "./judge-sequence.ts";
import type { OperatorEvent, OperatorNews } from "./operator-event.ts";
import { isAgentType, readNews } from "./read-news.ts";

export interface ReadPastParts {
  readonly opener: Pick<EventOpener, "open">;
  readonly trust: Pick<AgentTrust, "believes" | "count">;
  /** Whether that user may be an agent at all. */
  readonly isWelcome: (user: UserId) => boolean;
  readonly onEvent: (event: OperatorEvent) => void;
}

/**
 * Reads telemetry and losses out of events of the past, oldest first. Numbers are judged among these events alone: the first of each agent
 * sets where counting begins. What this login took before is told again.
 */
export async function readPast(events: AsyncIterable<InboxEvent>, parts: ReadPastParts): Promise<void> {
  const marks = new Map<UserId, SequenceMarks>();
  const seen = new Set<string>();
  for await (const event of events) {
    if (!parts.isWelcome(event.sender) || event.type !== "m.room.encrypted") continue;
    await readOne(event, marks, seen, parts);
  }
}

async function readOne(
  event: InboxEvent,
  marks: Map<UserId, SequenceMarks>,
  seen: Set<string>,
  { opener, trust, onEvent }: ReadPastParts,
): Promise<void> {
  const opened = await opener.open(event);
  if (opened.kind !== "opened") return trust.count(opened.kind === "isolated" ? "unsigned" : "undecryptable");
  const { type, content, facts } = opened;
  const read = isAgentType(type) ? readNews(type, content) : undefined;
  if (read === undefined || !trust.believes(event, facts)) return;
  const { sender: agent, room, eventId, receivedAt } = event;
  const tell = (news: OperatorNews): void => onEvent({ agent, room, eventId, receivedAt, ...news });
  const use = `${facts.sessionId} ${facts.index}`;
  if (seen.has(use)) return trust.count("replay");
  seen.add(use);
  if (read.kind === "news" && read.news.kind === "loss") tell(read.news);
  if (read.kind === "malformed") trust.count("malformed");
  if (read.kind !== "telemetry") return;
  const judged = judgeSequence(marks.get(agent) ?? new Map(), read.place);
  if (judged.kind === "duplicate") return trust.count("duplicate");
  marks.set(agent, judged.marks);
  for (const gap of judged.gaps) tell({ kind: "gap", ...gap });
  const { place, clock, times, readings } = read;
  const { epoch, seq } = place;
  tell({ kind: "readings", epoch, seq, isLate: judged.isLate, clock, times, readings });
}
