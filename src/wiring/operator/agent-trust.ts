import type { UserId } from "../../core/ids.ts";
import type { InboxEvent, SenderFacts } from "../../core/room-ports.ts";
import { admitAgent } from "./admit-agent.ts";
import type { AgentBook } from "./agent-book.ts";
import type { Ignored, IgnoredReason, OperatorEvent } from "./operator-event.ts";

/** Which decrypted events of agents are believed, and how many were not taken, for what reason. */
export class AgentTrust {
  readonly #book: AgentBook;
  readonly #onEvent: (event: OperatorEvent) => void;
  readonly #toldChanged = new Set<UserId>();
  readonly #ignored: Record<IgnoredReason, number> = {
    plaintext: 0,
    unsigned: 0,
    "untrusted-key": 0,
    "identity-changed": 0,
    replay: 0,
    duplicate: 0,
    undecryptable: 0,
    malformed: 0,
  };

  constructor(book: AgentBook, onEvent: (event: OperatorEvent) => void) {
    this.#book = book;
    this.#onEvent = onEvent;
  }

  ignored(): Ignored {
    return { ...this.#ignored };
  }

  count(reason: IgnoredReason): void {
    this.#ignored[reason] += 1;
  }

  /** Whether it is believed; what is not is counted. Remembers an agent's identity at first sight, tells a change once. */
  believes({ sender, room, eventId, receivedAt }: Omit<InboxEvent, "raw">, facts: SenderFacts): boolean {
    const pinned = this.#book.pinnedKey(sender);
    const admission = admitAgent(facts, pinned);
    if (admission.kind === "refused") {
      this.count(admission.reason);
      return false;
    }
    const { masterKey } = admission;
    if (admission.kind === "admitted" || pinned === undefined) {
      this.#book.pin(sender, masterKey);
      return true;
    }
    this.count("identity-changed");
    if (!this.#toldChanged.has(sender)) {
      this.#toldChanged.add(sender);
      this.#onEvent({ kind: "identity-changed", agent: sender, room, eventId, receivedAt, masterKey, pinned });
    }
    return false;
  }
}
