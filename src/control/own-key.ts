import type { AuditStore } from "../core/audit-ports.ts";
import type { Clock } from "../core/clock.ts";
import type { UserId } from "../core/ids.ts";
import { ownKeyFact } from "../core/own-key.ts";
import type { ControlStore, PinStore } from "../core/store-ports.ts";

export interface OwnKeys {
  /** Unpadded base64; undefined before the first start. */
  readonly kept: string | undefined;
  readonly served: string | undefined;
  readonly isReplaced: boolean;
}

/** The agent's own master key: the one it was signed under, and the newest that the homeserver served. */
export function ownKeysNow(agent: UserId, store: Pick<ControlStore, "fact"> & Pick<PinStore, "keysSeen">): OwnKeys {
  const kept = store.fact(ownKeyFact);
  const served = store.keysSeen(agent).at(-1)?.masterKey;
  return { kept, served, isReplaced: kept !== undefined && served !== undefined && kept !== served };
}

export interface OwnKeyParts {
  readonly agent: UserId;
  readonly store: Pick<ControlStore, "fact"> & PinStore & AuditStore;
  readonly clock: Clock;
  /** Once per replacement; the room is to be told. */
  readonly onReplaced: (kept: string, served: string) => void;
}

/** Remembers the own key as served. Another one than the kept one is told once; the agent makes no new identity of its own accord. */
export function takeOwnKey(served: string, { agent, store, clock, onReplaced }: OwnKeyParts): void {
  if (store.keysSeen(agent).at(-1)?.masterKey === served) return;
  const kept = store.fact(ownKeyFact);
  if (kept !== undefined && kept !== served) {
    store.audit({ kind: "identity", body: { user: agent, served, pinned: kept, own: true } });
    onReplaced(kept, served);
  }
  store.sawKey(agent, served, clock.now());
}
