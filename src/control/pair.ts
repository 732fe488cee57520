import type { Operator } from "../config/configuration.ts";
import type { Clock } from "../core/clock.ts";
import type { SenderFacts } from "../core/room-ports.ts";
import type { PinStore } from "../core/store-ports.ts";
import { effectivePin, isVerified } from "./pins.ts";
import { type Refusal, refuse } from "./refusal.ts";

/** ms for which a code is good. */
export const codeForMs = 600_000;
/** ms that a press of the button leaves open. */
export const pressForMs = 120_000;
const mostTries = 5;
const codeLength = 8;
/** 32 letters and digits, none of which looks like another. */
const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

export type Pairing =
  | { readonly kind: "paired"; readonly masterKey: string; readonly way: "code" | "button" }
  | { readonly kind: "already" }
  | Refusal;

export interface PairParts {
  readonly clock: Clock;
  readonly store: Pick<PinStore, "pin">;
  /** That many bytes nobody can guess. */
  readonly randomBytes: (count: number) => Uint8Array;
}

interface OpenCode {
  readonly code: string;
  /** Monotonic ms. */
  readonly until: number;
  triesLeft: number;
}

/** What proves that somebody is at the machine: a code read there, or a button pressed there. In memory only: a restart ends both. */
export class PairDesk {
  readonly #parts: PairParts;
  #code: OpenCode | undefined;
  /** Monotonic ms until which a press counts. */
  #pressedUntil = Number.NEGATIVE_INFINITY;

  constructor(parts: PairParts) {
    this.#parts = parts;
  }

  /** A fresh code; the one before is no longer good. */
  newCode(): string {
    const { clock, randomBytes } = this.#parts;
    const code = [...randomBytes(codeLength)].map((byte) => alphabet[byte % alphabet.length]).join("");
    this.#code = { code, until: clock.monotonic() + codeForMs, triesLeft: mostTries };
    return code;
  }

  /** Somebody pressed the button. */
  press(): void {
    this.#pressedUntil = this.#parts.clock.monotonic() + pressForMs;
  }

  /** `!pair` of a listed operator whose message passed all but the pin. What it accepts, it accepts once. */
  judge(operator: Operator, { masterKey }: SenderFacts, typed: string | undefined): Pairing {
    const pin = effectivePin(operator, this.#parts.store);
    if (masterKey === undefined) return refuse("identity-changed", "No identity of yours is known.");
    if (pin?.way === "configuration" && pin.masterKey !== masterKey) {
      return refuse("identity-changed", "Your key stands in the configuration; only there can it be changed.");
    }
    if (pin !== undefined && pin.masterKey === masterKey && isVerified(pin)) return { kind: "already" };
    if (typed === undefined) return this.#judgePress(masterKey, pin !== undefined);
    return this.#judgeCode(masterKey, typed);
  }

  #judgePress(masterKey: string, isPinned: boolean): Pairing {
    if (this.#parts.clock.monotonic() >= this.#pressedUntil) return refuse("pair-closed");
    if (isPinned) return refuse("pair-closed", "The button pairs only who has no key pinned yet.");
    this.#pressedUntil = Number.NEGATIVE_INFINITY;
    return { kind: "paired", masterKey, way: "button" };
  }

  #judgeCode(masterKey: string, typed: string): Pairing {
    const open = this.#code;
    if (open === undefined || this.#parts.clock.monotonic() >= open.until) return refuse("pair-closed");
    open.triesLeft -= 1;
    const fits = isSame(open.code, normalized(typed));
    if (fits || open.triesLeft === 0) this.#code = undefined;
    return fits ? { kind: "paired", masterKey, way: "code" } : refuse("pair-wrong");
  }
}

/** As people type it: in small letters, in groups. */
function normalized(typed: string): string {
  return typed.slice(0, 64).replace(/[\s-]/g, "").toUpperCase();
}

/** Takes as long for every guess of the same length: the time tells nothing of how much of it is right. */
function isSame(code: string, guess: string): boolean {
  let difference = code.length ^ guess.length;
  for (let at = 0; at < code.length; at++) difference |= code.charCodeAt(at) ^ guess.charCodeAt(at);
  return difference === 0;
}
