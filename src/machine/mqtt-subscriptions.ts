import type { ConnectionMemory } from "../core/connection-memory.ts";
import type { MqttMessage } from "../core/mqtt-broker.ts";
import { filterMark } from "./filter-mark.ts";
import { topicMatches } from "./topic-matches.ts";

export interface Taker {
  readonly take: (message: MqttMessage) => void;
  readonly refused: ((reason: string) => void) | undefined;
}

/** What the connection of the moment can be asked. */
export interface SubscribingConnection {
  /** `isMarked`: each message is to say for which of them it came, where the broker can do that. */
  subscribe(filters: readonly string[], isMarked: boolean): void;
  /** Resolves when the broker said so; never when the connection ends before. */
  unsubscribe(filters: readonly string[]): Promise<void>;
}

/** Who wants what of a broker, what it was asked for, and what it may still know from before. */
export class MqttSubscriptions {
  readonly #memory: ConnectionMemory | undefined;
  readonly #takers = new Map<string, Set<Taker>>();
  /** Those of the filters that fit more than one topic: with a thousand topics, each message is looked up, not tried a thousand times. */
  readonly #patterns = new Set<string>();
  /** Filters that the connection was not asked for yet. */
  readonly #unasked = new Set<string>();
  /** What the broker may know of a kept session, as it is remembered. */
  readonly #left: Set<string>;
  /** Wanted since the last change, and not before: what comes for filters of before may be meant for them. */
  readonly #fresh = new Set<string>();
  #connection: SubscribingConnection | undefined;
  #isSettled: boolean;

  constructor(memory: ConnectionMemory | undefined) {
    this.#memory = memory;
    this.#left = new Set(memory?.filters);
    this.#isSettled = memory === undefined;
  }

  /** Whether all that is wanted is known. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** A connection is up, or is no more. */
  connect(connection: SubscribingConnection | undefined): void {
    this.#connection = connection;
    for (const filter of this.#takers.keys()) this.#unasked.add(filter);
    this.#ask();
  }

  add(filter: string, taker: Taker): Disposable {
    const takers = this.#takers.get(filter) ?? new Set();
    takers.add(taker);
    this.#takers.set(filter, takers);
    if (this.#unasked.size === 0) queueMicrotask(() => this.#ask());
    if (!this.#left.has(filter)) this.#fresh.add(filter);
    if (isPattern(filter)) this.#addPattern(filter);
    this.#unasked.add(filter);
    return { [Symbol.dispose]: () => this.#leave(filter, taker) };
  }

  settle(): void {
    this.#isSettled = true;
    this.#ask();
  }

  /** Nothing is wanted any more; resolves when the broker knows, at once where it cannot be told. */
  async forget(): Promise<void> {
    this.#takers.clear();
    this.#patterns.clear();
    this.#unasked.clear();
    this.#isSettled = true;
    if (this.#memory !== undefined && this.#connection !== undefined) await this.#takeBack(this.#connection);
  }

  /**
   * A broker may send a copy for each filter that fits (MQTT 5, section 3.3.4), and Mosquitto does: where it says for which,
   * only they take it.
   */
  takersOf(topic: string, marks: readonly number[] = []): readonly Taker[] {
    const filters = this.#takers.has(topic) ? [topic] : [];
    for (const filter of this.#patterns) if (topicMatches(filter, topic)) filters.push(filter);
    return meantFilters(filters, marks, this.#fresh).flatMap((filter) => [...(this.#takers.get(filter) ?? [])]);
  }

  refuse(filter: string, reason: string): void {
    for (const { refused } of this.#takers.get(filter) ?? []) refused?.(reason);
  }

  /** With the first one there may be topics that fit two filters. */
  #addPattern(filter: string): void {
    if (this.#patterns.size === 0) for (const known of this.#takers.keys()) this.#unasked.add(known);
    this.#patterns.add(filter);
  }

  #leave(filter: string, taker: Taker): void {
    const takers = this.#takers.get(filter);
    if (takers?.delete(taker) !== true || takers.size > 0) return;
    this.#takers.delete(filter);
    this.#patterns.delete(filter);
    this.#unasked.delete(filter);
    if (this.#isSettled) this.#fresh.clear();
    // What comes of it meanwhile may be wanted again in a moment; `settle` says.
    if (this.#memory !== undefined) this.#isSettled = false;
    else void this.#connection?.unsubscribe([filter]);
  }

  #ask(): void {
    if (this.#connection === undefined) return;
    const filters = [...this.#unasked];
    this.#unasked.clear();
    if (filters.length > 0) {
      this.#remember(filters);
      this.#connection.subscribe(filters, this.#patterns.size > 0 || this.#left.values().some(isPattern));
    }
    if (this.#isSettled && this.#memory !== undefined) void this.#takeBack(this.#connection);
  }

  /** Before the broker is asked: it must never know a filter that nobody remembers. */
  #remember(filters: readonly string[]): void {
    if (this.#memory === undefined || filters.every((filter) => this.#left.has(filter))) return;
    for (const filter of filters) this.#left.add(filter);
    this.#memory.keepFilters([...this.#left]);
  }

  async #takeBack(connection: SubscribingConnection): Promise<void> {
    const unwanted = [...this.#left].filter((filter) => !this.#takers.has(filter));
    if (unwanted.length === 0) return;
    await connection.unsubscribe(unwanted);
    for (const filter of unwanted) if (!this.#takers.has(filter)) this.#left.delete(filter);
    this.#memory?.keepFilters([...this.#left]);
  }
}

function isPattern(filter: string): boolean {
  return /[+#]/.test(filter);
}

function meantFilters(filters: readonly string[], marks: readonly number[], fresh: ReadonlySet<string>) {
  if (marks.length === 0) return filters;
  const meant = filters.filter((filter) => marks.includes(filterMark(filter)));
  return meant.length > 0 ? meant : filters.filter((filter) => fresh.has(filter));
}
