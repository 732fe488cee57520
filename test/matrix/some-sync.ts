import { asRoomId, asUserId } from "../../src/core/ids.ts";
import type { NewInboxEvent, SyncStore } from "../../src/core/store-ports.ts";
import type { CutRules } from "../../src/matrix/cut-sync.ts";
import type { SyncBody } from "../../src/matrix/sync-body.ts";

export const self = asUserId("@agent:x");
export const operator = asUserId("@op:x");
export const room = asRoomId("!room");

export const rules: CutRules = {
  self,
  isKnown: (id) => id === room,
  isJoined: () => false,
  isWelcome: (user) => user === operator,
  mayCommand: () => true,
  admit: () => true,
  now: 1000,
  initial: false,
};

export function message(id: string, sender: string = operator): object {
  return { type: "m.room.encrypted", event_id: id, sender, content: { ciphertext: "x" } };
}

export function state(type: string, stateKey: string, content: object = {}): object {
  return { type, state_key: stateKey, event_id: `$${type}${stateKey}`, sender: operator, content };
}

/** A /sync answer with one joined room. */
export function body(token: string, section: object, id: string = room): SyncBody {
  return { next_batch: token, rooms: { join: { [id]: section } } } as SyncBody;
}

/** A sync store that remembers each write and can be made to fail. */
export class RecordedStore implements SyncStore {
  readonly writes: { readonly ids: readonly string[]; readonly token: string }[] = [];
  broken = false;
  #token: string | undefined;

  constructor(token?: string) {
    this.#token = token;
  }

  token(): string | undefined {
    return this.#token;
  }

  keep(events: readonly NewInboxEvent[], token: string): void {
    if (this.broken) throw new Error("disk full");
    this.#token = token;
    this.writes.push({ ids: events.map(({ eventId }) => eventId), token });
  }
}
