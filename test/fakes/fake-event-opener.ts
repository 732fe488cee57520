import type { UserId } from "../../src/core/ids.ts";
import type { EventOpener, InboxEvent, OpenedEvent, SenderFacts } from "../../src/core/room-ports.ts";

/** Opens events with what a test laid down for their ids; what it does not know waits for its key. */
export class FakeEventOpener implements EventOpener {
  readonly opened = new Map<string, OpenedEvent>();
  /** Ids in the order in which they were asked for. */
  readonly asked: string[] = [];
  /** What the facts have become at the moment of acting; undefined leaves them as they were. */
  factsNow: Partial<SenderFacts> | undefined;
  /** Whether looking at a sender again gets no answer until `answer`. */
  hangs = false;
  /** Called at the moment of acting, before anything is looked at. */
  onRecheck: () => void = () => undefined;

  readonly #hung: (() => void)[] = [];

  /** Answers every second look that hangs. */
  answer(): void {
    for (const resolve of this.#hung.splice(0)) resolve();
  }

  async open({ eventId }: InboxEvent): Promise<OpenedEvent> {
    this.asked.push(eventId);
    return this.opened.get(eventId) ?? { kind: "waiting", sessionId: "late-session" };
  }

  async recheck(_sender: UserId, facts: SenderFacts): Promise<SenderFacts> {
    this.onRecheck();
    if (this.hangs) await new Promise<void>((resolve) => this.#hung.push(resolve));
    return { ...facts, ...this.factsNow };
  }
}
