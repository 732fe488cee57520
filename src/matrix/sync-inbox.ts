import type { ISyncResponse, MemoryStore } from "matrix-js-sdk";
import { AgentFault } from "../core/agent-fault.ts";
import type { Clock } from "../core/clock.ts";
import type { RoomId } from "../core/ids.ts";
import type { InboxEvent } from "../core/room-ports.ts";
import type { NewInboxEvent, SyncStore } from "../core/store-ports.ts";
import { type CutRules, type CutSync, cutSync, type SyncBody } from "./cut-sync.ts";
import type { Invitation } from "./invitation.ts";
import type { Library } from "./load-library.ts";
import { largestBody, readBody } from "./read-body.ts";

export interface SyncInboxParts
  extends Pick<CutRules, "self" | "isKnown" | "isWelcome" | "isAside" | "mayCommand" | "admit"> {
  readonly store: SyncStore;
  readonly clock: Clock;
  /** Whether the keys that came with an answer are safe. */
  readonly mayKeep: () => boolean;
  readonly fetch: typeof globalThis.fetch;
  /** After each sync is processed and kept. */
  readonly onSynced: () => void;
  /** Events between the kept token and these were cut off by the homeserver. */
  readonly onGap: (room: RoomId, from: string | undefined) => void;
  readonly onInvite: (invitation: Invitation) => void;
  readonly onAside?: (event: NewInboxEvent) => void;
  readonly onFatal: (fault: AgentFault) => void;
}

/** An old token only repeats empty syncs, so it is not written for each of them. */
const tokenAge = 30 * 60_000;
/** Less than the filter's timeline limit: repeated events that were left out must not push out others. */
const mostSkipped = 50;
/** ms between two writes of the token for that reason: a flood must not become one of writes. */
const passAgainMs = 1_000;
const mostSealedState = 1000;

/**
 * Takes the body of each /sync before the library does, and keeps its events with its token where the library saves its
 * sync data, which is after the key store took the to-device messages.
 */
export class SyncInbox {
  readonly #parts: SyncInboxParts;
  /** Bodies given to the library and not yet saved, by their token. */
  readonly #taken = new Map<string, CutSync>();
  readonly #sealedState = new Map<RoomId, Map<string, InboxEvent>>();
  #unwritten: NewInboxEvent[] = [];
  #token: string | undefined;
  #written: string | undefined;
  #writtenAt: number;
  #skipped = 0;
  /** Monotonic ms of the last write that was for skipped events alone. */
  #passedAt = Number.NEGATIVE_INFINITY;
  /** Room state lives in memory only: the first answer after a start must bring all of it. */
  #stateKnown = false;
  #closing = false;
  #idle: (() => void) | undefined;

  constructor(parts: SyncInboxParts) {
    this.#parts = parts;
    this.#written = parts.store.token();
    this.#token = this.#written;
    this.#writtenAt = parts.clock.monotonic();
  }

  /** Stands in for the global fetch under the library. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (!url.pathname.endsWith("/_matrix/client/v3/sync")) return this.#parts.fetch(input, init);
    if (this.#closing) throw new DOMException("The link is closing.", "AbortError");
    const since = url.searchParams.get("since");
    if (since !== null && !this.#stateKnown) url.searchParams.set("full_state", "true");
    const answer = await this.#parts.fetch(url, init);
    if (!answer.ok) return answer;
    const body = await readBody(answer, largestBody);
    try {
      return handOver(this.#cut(body as SyncBody, since === null).body);
    } catch (cause) {
      throw new AgentFault("homeserver-refused", "The homeserver's answer to /sync is not of its shape.", { cause });
    }
  };

  #cut(body: SyncBody, initial: boolean): CutSync {
    const cut = cutSync(body, { ...this.#parts, now: this.#parts.clock.now(), initial });
    this.#taken.set(body.next_batch, cut);
    return cut;
  }

  /** The library's store: rooms in memory, the token from the kept one, nothing else. */
  libraryStore({ sdk }: Library): MemoryStore {
    const token = this.#token ?? null;
    const save = (data: ISyncResponse): void => this.#save(data.next_batch);
    class TokenStore extends sdk.MemoryStore {
      override getSavedSyncToken(): Promise<string | null> {
        return Promise.resolve(token);
      }
      override async setSyncData(data: ISyncResponse): Promise<void> {
        save(data);
      }
    }
    const store = new TokenStore();
    if (token !== null) store.setSyncToken(token);
    return store;
  }

  #save(token: string): void {
    const cut = this.#taken.get(token);
    this.#taken.clear();
    if (cut !== undefined && !this.#closing && this.#parts.mayKeep()) this.#take(cut, token);
    this.#idle?.();
  }

  #take(cut: CutSync, token: string): void {
    this.#stateKnown = true;
    this.#token = token;
    this.#unwritten.push(...cut.events);
    this.#skipped += cut.skipped;
    for (const event of cut.sealedState) this.#keepSealedState(event.room, event.stateKey, event);
    const isDue = this.#unwritten.length > 0 || this.#written === undefined;
    if (isDue || this.#isAged() || this.#passesSkipped()) this.#write();
    for (const { room, from } of cut.gaps) this.#parts.onGap(room, from);
    for (const invitation of cut.invites) this.#parts.onInvite(invitation);
    for (const event of cut.asides) this.#parts.onAside?.(event);
    this.#parts.onSynced();
  }

  #isAged(): boolean {
    return this.#parts.clock.monotonic() - this.#writtenAt >= tokenAge;
  }

  #passesSkipped(): boolean {
    const now = this.#parts.clock.monotonic();
    if (this.#skipped < mostSkipped || now - this.#passedAt < passAgainMs) return false;
    this.#passedAt = now;
    return true;
  }

  #write(): void {
    if (this.#token === undefined) return;
    try {
      this.#parts.store.keep(this.#unwritten, this.#token);
    } catch (cause) {
      // Kept here and tried again with the next sync; the homeserver repeats them after a restart in any case.
      this.#parts.onFatal(new AgentFault("store-unwritable", "The inbox could not be written.", { cause }));
      return;
    }
    this.#unwritten = [];
    this.#skipped = 0;
    this.#written = this.#token;
    this.#writtenAt = this.#parts.clock.monotonic();
  }

  #keepSealedState(room: RoomId, stateKey: string, event: NewInboxEvent): void {
    const ofRoom = this.#sealedState.get(room) ?? new Map<string, InboxEvent>();
    this.#sealedState.set(room, ofRoom);
    if (ofRoom.size < mostSealedState || ofRoom.has(stateKey)) ofRoom.set(stateKey, { ...event, position: 0 });
  }

  /** The latest encrypted state events of a room, by wire state key (`type:key`, MSC4362); to be opened like any other. */
  sealedState(room: RoomId): ReadonlyMap<string, InboxEvent> {
    return this.#sealedState.get(room) ?? new Map();
  }

  /** Lets a body that the library works on be finished, at most that many ms, then writes the newest token. */
  async close(ms: number): Promise<void> {
    if (this.#taken.size > 0) {
      await new Promise<void>((done) => {
        this.#idle = done;
        this.#parts.clock.after(ms, done);
      });
    }
    this.#closing = true;
    if (!this.#parts.mayKeep()) return;
    if (this.#token !== this.#written || this.#unwritten.length > 0) this.#write();
  }
}

/** An answer whose body was parsed already: writing it out again for the library to parse would hold every command up. */
function handOver(body: SyncBody): Response {
  return Object.assign(new Response(null, { headers: { "content-type": "application/json" } }), {
    json: () => Promise.resolve(body),
  });
}
