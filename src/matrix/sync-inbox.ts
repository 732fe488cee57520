import type { ISyncResponse, MemoryStore } from "matrix-js-sdk";
import { AgentFault } from "../core/agent-fault.ts";
import type { RoomId } from "../core/ids.ts";
import type { InboxEvent } from "../core/room-ports.ts";
import type { NewInboxEvent } from "../core/store-ports.ts";
import { type CutRules, type CutSync, cutSync } from "./cut-sync.ts";
import type { Invitation } from "./invitation.ts";
import { KeysTaken } from "./keys-taken.ts";
import type { Library } from "./load-library.ts";
import { largestBody, readBody } from "./read-body.ts";
import { SealedState } from "./sealed-state.ts";
import type { TakeSyncKeys } from "./skip-keyless-syncs.ts";
import type { SyncBody } from "./sync-body.ts";
import { type AskMessages, type FilledGap, type GapLeft, SyncGaps } from "./sync-gaps.ts";
import { SyncWrites, type SyncWritesParts } from "./sync-writes.ts";

export interface SyncInboxParts
  extends SyncWritesParts,
    Pick<CutRules, "self" | "isKnown" | "isJoined" | "isWelcome" | "isAside" | "mayCommand" | "admit"> {
  /** Whether the keys that came with an answer are safe. */
  readonly mayKeep: () => boolean;
  readonly fetch: typeof globalThis.fetch;
  /** After each sync is processed and kept. */
  readonly onSynced: () => void;
  /** ms: events of gaps are asked for unless they are older; undefined: never. */
  readonly gapHorizonMs?: number | undefined;
  /** Events between the kept token and these are missing. */
  readonly onGap: (room: RoomId, left: GapLeft) => void;
  /** The crypto could not take the keys that came with an answer, however often it was asked for. */
  readonly onKeysLost: () => void;
  readonly onInvite: (invitation: Invitation) => void;
  readonly onAside?: (event: NewInboxEvent) => void;
}

interface TakenSync extends CutSync {
  readonly gaps: readonly FilledGap[];
}

/**
 * Takes the body of each /sync before the library does, and keeps its events with its token where the library saves its
 * sync data, which is after the key store took the to-device messages.
 */
export class SyncInbox {
  readonly #parts: SyncInboxParts;
  /** Bodies given to the library and not yet saved, by their token. */
  readonly #taken = new Map<string, TakenSync>();
  readonly #sealedState = new SealedState();
  readonly #keys = new KeysTaken();
  readonly #gaps: SyncGaps;
  readonly #writes: SyncWrites;
  /** Room state lives in memory only: the first answer after a start must bring all of it. */
  #stateKnown = false;
  #closing = false;
  #idle: (() => void) | undefined;

  constructor(parts: SyncInboxParts) {
    this.#parts = parts;
    this.#gaps = new SyncGaps({ ...parts, horizonMs: parts.gapHorizonMs });
    this.#writes = new SyncWrites(parts);
  }

  /** Stands in for the global fetch under the library. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (!url.pathname.endsWith("/_matrix/client/v3/sync")) return this.#parts.fetch(input, init);
    if (this.#keys.pauseMs > 0) await new Promise<void>((done) => this.#parts.clock.after(this.#keys.pauseMs, done));
    this.#refuse(this.#closing || !this.#parts.mayKeep());
    // The library's own token has moved on even where the answer was not taken.
    const since = this.#writes.token;
    if (since === undefined) url.searchParams.delete("since");
    else url.searchParams.set("since", since);
    if (since !== undefined && !this.#stateKnown) url.searchParams.set("full_state", "true");
    const answer = await this.#parts.fetch(url, init);
    if (!answer.ok) return answer;
    const body = (await readBody(answer, largestBody)) as SyncBody;
    try {
      const gaps =
        since === undefined ? [] : await this.#gaps.fill(body, since, askMessages(this.#parts.fetch, url, init));
      this.#refuse(this.#closing);
      return handOver(this.#cut(body, gaps).body);
    } catch (cause) {
      if (cause instanceof AgentFault || cause instanceof DOMException) throw cause;
      throw new AgentFault("homeserver-refused", "The homeserver's answer to /sync is not of its shape.", { cause });
    }
  };

  #refuse(isAtEnd: boolean): void {
    if (isAtEnd) throw new DOMException("The link is closing.", "AbortError");
  }

  /** The newest events have the first claim on the budget, those of the gaps before them come first. */
  #cut(body: SyncBody, gaps: readonly FilledGap[]): CutSync {
    const { clock, admit } = this.#parts;
    const cut = cutSync(body, { ...this.#parts, now: clock.now(), initial: this.#writes.token === undefined });
    const filled = gaps.flatMap(({ events }) => events.toReversed().filter(admit).toReversed());
    this.#taken.set(body.next_batch, { ...cut, gaps, events: [...filled, ...cut.events] });
    this.#keys.begin();
    return cut;
  }

  /** Has the crypto tell which answers it took the keys of. */
  watchKeys(take: TakeSyncKeys): TakeSyncKeys {
    return this.#keys.watch(take);
  }

  /** The library's store: rooms in memory, the token from the kept one, nothing else. */
  libraryStore({ sdk }: Library): MemoryStore {
    const token = this.#writes.token ?? null;
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
    if (cut !== undefined && !this.#closing && this.#parts.mayKeep()) this.#takeOnceKeysAreSafe(cut, token);
    this.#idle?.();
  }

  #takeOnceKeysAreSafe(cut: TakenSync, token: string): void {
    const keys = this.#keys.end();
    if (keys === "again") return;
    if (keys === "lost") this.#parts.onKeysLost();
    this.#take(cut, token);
  }

  #take(cut: TakenSync, token: string): void {
    this.#stateKnown = true;
    this.#sealedState.keep(cut.sealedState);
    this.#gaps.remember(cut);
    this.#writes.take(cut, token);
    for (const { room, left } of cut.gaps) if (left !== undefined) this.#parts.onGap(room, left);
    for (const invitation of cut.invites) this.#parts.onInvite(invitation);
    for (const event of cut.asides) this.#parts.onAside?.(event);
    this.#parts.onSynced();
  }

  /** The latest encrypted state events of a room, by wire state key (`type:key`, MSC4362); to be opened like any other. */
  sealedState(room: RoomId): ReadonlyMap<string, InboxEvent> {
    return this.#sealedState.of(room);
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
    if (this.#parts.mayKeep()) this.#writes.writeAll();
  }
}

/** An answer whose body was parsed already: writing it out again for the library to parse would hold every command up. */
function handOver(body: SyncBody): Response {
  return Object.assign(new Response(null, { headers: { "content-type": "application/json" } }), {
    json: () => Promise.resolve(body),
  });
}

/** Asks beside a /sync, with its login. */
function askMessages(fetch: typeof globalThis.fetch, sync: URL, init: RequestInit | undefined): AskMessages {
  return (room, query, late) => {
    const path = `/rooms/${encodeURIComponent(room)}/messages?${query}`;
    const signal = AbortSignal.any([late, ...(init?.signal ? [init.signal] : [])]);
    return fetch(new URL(sync.pathname.replace(/\/sync$/, path), sync), { ...init, signal });
  };
}
