import type { SenderFacts } from "../core/room-ports.ts";
import type { EffectivePin } from "./pins.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { Relation } from "./relation-of.ts";

type HighestIndex = (sessionId: string) => number | undefined;
type PinNow = Pick<EffectivePin, "masterKey"> | undefined;
type Rule = (facts: SenderFacts, pin: PinNow, highestIndex: HighestIndex) => Refusal | undefined;

const rules: readonly Rule[] = [isSignedDevice, isPinned, isPinnedIdentity, hasCleanShield, hasOwnKey, isNotReplayed];

/** Rules 2 and 3 on the key of what was decrypted; undefined when all hold. Pure; the first broken rule is told. */
export function admitSender(facts: SenderFacts, pin: PinNow, highestIndex: HighestIndex): Refusal | undefined {
  for (const rule of rules) {
    const refusal = rule(facts, pin, highestIndex);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** The same without the pin, for what may set one: whatever key the sender is served under counts as pinned. */
export function admitUnpinned(facts: SenderFacts, highestIndex: HighestIndex): Refusal | undefined {
  const { masterKey } = facts;
  return admitSender(facts, masterKey === undefined ? undefined : { masterKey }, highestIndex);
}

/** Rule 2 alone, at the moment of acting: the device list, the signature, the master key and the pin as they are now. */
export function recheckSender(facts: SenderFacts, pin: PinNow): Refusal | undefined {
  return isSignedDevice(facts) ?? isPinned(facts, pin) ?? isPinnedIdentity(facts, pin);
}

/**
 * Rule 1 on what relates a command to another event: in the outer event, which the homeserver can write, and inside.
 * A reply and a thread confirm nothing, so a text may stand in one; an edit never changes what was asked.
 */
export function admitRelations(form: "event" | "text", relations: readonly Relation[]): Refusal | undefined {
  for (const relation of relations) {
    if (relation === "none") continue;
    if (form === "event") return refuse("relation");
    if (relation === "edit") return refuse("edit");
    if (relation === "other") return refuse("relation", "A text that asks for something may only be a reply.");
  }
  return undefined;
}

function isSignedDevice({ device }: SenderFacts): Refusal | undefined {
  return device === "signed" ? undefined : refuse("unsigned-device");
}

function isPinned(_facts: SenderFacts, pin: PinNow): Refusal | undefined {
  return pin === undefined ? refuse("not-pinned") : undefined;
}

/** No key served counts as another key. */
function isPinnedIdentity({ masterKey }: SenderFacts, pin: PinNow): Refusal | undefined {
  return masterKey === pin?.masterKey ? undefined : refuse("identity-changed");
}

function hasCleanShield({ shield }: SenderFacts): Refusal | undefined {
  return shield === "none" ? undefined : refuse("untrusted-key");
}

function hasOwnKey({ forwarded }: SenderFacts): Refusal | undefined {
  return forwarded ? refuse("forwarded-key") : undefined;
}

/** The crypto library decrypts a replayed ciphertext again: only this stops a homeserver from repeating one. */
function isNotReplayed(facts: SenderFacts, _pin: PinNow, highestIndex: HighestIndex): Refusal | undefined {
  const highest = highestIndex(facts.sessionId);
  return highest === undefined || facts.index > highest ? undefined : refuse("replay");
}
