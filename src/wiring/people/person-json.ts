import { ownKeysNow } from "../../control/own-key.ts";
import { type Person, peopleNow } from "../../control/people.ts";
import type { UserId } from "../../core/ids.ts";
import type { OperatorsDesk } from "./operators-desk.ts";

/** One listed person, for programs and for the console. Times are UTC ms, keys unpadded base64. */
export interface PersonJson {
  readonly user: UserId;
  readonly role: "operator" | "reader";
  readonly may: readonly string[];
  /** null: all. */
  readonly things: readonly string[] | null;
  readonly until: number | null;
  readonly standing: Person["standing"];
  readonly way: string | null;
  readonly pinned_at: number | null;
  readonly pinned: string | null;
  readonly served: string | null;
}

export interface SeenKeyJson {
  readonly master_key: string;
  readonly seen_at: number;
}

export interface PeopleJson {
  readonly agent: { readonly user: UserId; readonly master_key: string | null; readonly replaced_by: string | null };
  readonly people: readonly PersonJson[];
}

export interface PeopleParts extends Pick<OperatorsDesk, "configuration" | "agent"> {
  readonly store: Pick<OperatorsDesk["store"], "pin" | "keysSeen" | "fact">;
}

export function peopleJson({ configuration, store, agent }: PeopleParts): PeopleJson {
  const { kept, served, isReplaced } = ownKeysNow(agent, store);
  return {
    agent: { user: agent, master_key: kept ?? null, replaced_by: (isReplaced ? served : undefined) ?? null },
    people: peopleNow(configuration, store).map(personJson),
  };
}

export function seenJson({ store }: OperatorsDesk, user: UserId): readonly SeenKeyJson[] {
  return store.keysSeen(user).map(({ masterKey, seenAt }) => ({ master_key: masterKey, seen_at: seenAt }));
}

function personJson({ user, rights, pin, served, standing }: Person): PersonJson {
  return {
    user,
    role: rights === undefined ? "reader" : "operator",
    may: rights?.may ?? [],
    things: rights?.things ?? null,
    until: rights?.until ?? null,
    standing,
    way: pin?.way ?? null,
    pinned_at: pin?.pinnedAt ?? null,
    pinned: pin?.masterKey ?? null,
    served: served ?? null,
  };
}
