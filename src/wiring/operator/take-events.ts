import type { Clock } from "../../core/clock.ts";
import type { UserId } from "../../core/ids.ts";
import type { EventOpener, InboxEvent, OpenedEvent } from "../../core/room-ports.ts";
import type { ControlStore } from "../../core/store-ports.ts";
import type { AgentBook } from "./agent-book.ts";
import type { AgentTrust } from "./agent-trust.ts";
import type { OperatorEvent, OperatorNews } from "./operator-event.ts";
import { isAgentType, type ReadNews, readNews } from "./read-news.ts";

export interface TakeEventsParts {
  readonly store: Pick<ControlStore, "nextEvent" | "judge">;
  readonly opener: Pick<EventOpener, "open">;
  readonly clock: Clock;
  readonly book: AgentBook;
  readonly trust: AgentTrust;
  /** Whether that user may be an agent at all. */
  readonly isWelcome: (user: UserId) => boolean;
  /** Whether that user is known as an agent: only then are its messages more than talk of people. */
  readonly isAgent: (user: UserId) => boolean;
  readonly onEvent: (event: OperatorEvent) => void;
}

type Opened = OpenedEvent & { readonly kind: "opened" };

/** Events that may wait for their keys at once, and ms for which each does. */
const mostWaiting = 500;
const waitMs = 10 * 60_000;

/** The durable inbox of an operator's side: each event is judged once, told if it is an agent's, and gone. */
export class TakeEvents {
  readonly #parts: TakeEventsParts;
  readonly #waiting = new Map<number, number>();

  constructor(parts: TakeEventsParts) {
    this.#parts = parts;
  }

  /** Everything that stands in the inbox and can be opened. Throws what `onEvent` and the store throw. */
  async takeAll(mayGoOn: () => boolean): Promise<void> {
    const { store, clock } = this.#parts;
    let event = store.nextEvent(0);
    while (event !== undefined && mayGoOn()) {
      await this.#take(event);
      await new Promise<void>((done) => void clock.after(0, done));
      event = store.nextEvent(event.position);
    }
  }

  async #take(event: InboxEvent): Promise<void> {
    if (!this.#parts.isWelcome(event.sender)) return this.#done(event);
    const opened = await this.#open(event);
    switch (opened.kind) {
      case "waiting":
        return this.#wait(event);
      case "plaintext":
        if (isAgentType(opened.type) || this.#parts.isAgent(event.sender)) this.#parts.trust.count("plaintext");
        break;
      case "isolated":
        this.#parts.trust.count("unsigned");
        break;
      case "undecryptable":
        this.#parts.trust.count("undecryptable");
        break;
      case "opened":
        this.#tell(event, opened);
        break;
    }
    this.#done(event);
  }

  async #open(event: InboxEvent): Promise<OpenedEvent> {
    try {
      return await this.#parts.opener.open(event);
    } catch {
      return { kind: "undecryptable", detail: "It could not be opened.", sessionId: undefined };
    }
  }

  #tell(event: InboxEvent, { type, content, facts }: Opened): void {
    const { book, trust, isAgent } = this.#parts;
    const read = readNews(type, content);
    if (read.kind === "other" || (!isAgentType(type) && !isAgent(event.sender))) return;
    if (book.hasSeen(facts.sessionId, facts.index)) {
      trust.count("replay");
      return;
    }
    if (!trust.believes(event, facts)) return;
    this.#tellRead(event, read);
    // Told first: a crash between the two tells it twice, never not at all.
    book.see(facts.sessionId, facts.index);
  }

  #tellRead({ sender: agent, room, eventId, receivedAt }: InboxEvent, read: ReadNews): void {
    const { book, trust, onEvent } = this.#parts;
    const tell = (news: OperatorNews): void => onEvent({ agent, room, eventId, receivedAt, ...news });
    if (read.kind === "malformed") trust.count("malformed");
    if (read.kind === "news") {
      if (read.news.kind === "snapshot") describeAll(book, agent, read.news.content.descriptions ?? {});
      tell(read.news);
    }
    if (read.kind !== "telemetry") return;
    const { place, clock, times, readings, latest } = read;
    const judged = book.judgeTelemetry(agent, place);
    if (judged.kind === "duplicate") {
      trust.count("duplicate");
      return;
    }
    for (const gap of judged.gaps) tell({ kind: "gap", ...gap });
    const { epoch, seq } = place;
    tell({ kind: "readings", epoch, seq, isLate: judged.isLate, clock, times, readings });
    if (latest.length > 0 && !judged.isLate) tell({ kind: "latest", readings: latest });
    book.keepTelemetry(agent, judged);
  }

  #wait(event: InboxEvent): void {
    const { clock } = this.#parts;
    const since = this.#waiting.get(event.position) ?? clock.monotonic();
    const isOneTooMany = !this.#waiting.has(event.position) && this.#waiting.size >= mostWaiting;
    if (!isOneTooMany && clock.monotonic() - since < waitMs) {
      this.#waiting.set(event.position, since);
      return;
    }
    this.#parts.trust.count("undecryptable");
    this.#done(event);
  }

  #done({ position }: InboxEvent): void {
    this.#parts.store.judge({
      position,
      seen: undefined,
      commandId: undefined,
      begin: undefined,
      posts: [],
      notes: [],
    });
    this.#waiting.delete(position);
  }
}

function describeAll(
  book: AgentBook,
  agent: UserId,
  descriptions: Readonly<Record<string, Parameters<AgentBook["describe"]>[2]>>,
): void {
  for (const [thing, content] of Object.entries(descriptions)) book.describe(agent, thing, content);
}
