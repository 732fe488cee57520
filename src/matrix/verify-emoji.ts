import type { Emoji, OutgoingRequest, Sas } from "@matrix-org/matrix-sdk-crypto-wasm";
import type { Clock } from "../core/clock.ts";
import type { Library } from "./load-library.ts";
import type { CryptoReach } from "./reach-crypto.ts";
import { masterKeyIn } from "./sender-trust.ts";
import { Turnstile } from "./turnstile.ts";
import { type VerificationFlow, waitForPersonMs } from "./verification-flows.ts";
import { reasonOf } from "./wait-for-homeserver.ts";

/** One of the seven pictures (Matrix spec, SAS method: emoji), with its English name. */
export interface ShownEmoji {
  readonly symbol: string;
  readonly name: string;
}

export type VerificationEnd =
  /** The master key that was compared, unpadded base64. */
  { readonly kind: "verified"; readonly masterKey: string } | { readonly kind: "ended"; readonly reason: string };

export interface VerifyEmojiParts {
  readonly library: Library;
  readonly reach: CryptoReach;
  readonly clock: Clock;
  /** Resolves after the next sync: what happened is looked at again then, whatever the callbacks said. */
  readonly nextSync: () => Promise<void>;
  /** A person compares; `undefined`: nobody is there any more. Only this ever confirms. */
  readonly compare: (emojis: readonly ShownEmoji[]) => Promise<boolean | undefined>;
  /** The person went away. */
  readonly signal: AbortSignal;
}

/** ms in which whoever asked may choose the method; then we begin. */
const beginAfterMs = 5_000;

/** How often, ms apart, the homeserver is asked for what was just signed. */
const mostLooks = 20;
const lookAgainMs = 500;

/** Takes part in one verification by emoji (Matrix spec, m.sas.v1) to its end. Never rejects. */
export async function verifyEmoji(flow: VerificationFlow, parts: VerifyEmojiParts): Promise<VerificationEnd> {
  const run = new EmojiRun(flow, parts);
  try {
    return await run.toItsEnd();
  } catch (error) {
    await run.cancel();
    return { kind: "ended", reason: reasonOf(error) };
  }
}

class EmojiRun {
  readonly #flow: VerificationFlow;
  readonly #parts: VerifyEmojiParts;
  readonly #changed = new Turnstile();
  readonly #begunAt: number;
  #readyAt: number | undefined;
  /** Which of the two sides' verifications is listened to. */
  #heard: boolean | undefined;
  #isAsked = false;
  /** Read when the pictures are shown: only this key may come out of it. */
  #shownKey: string | undefined;
  #answer: { readonly matches: boolean | undefined } | undefined;

  constructor(flow: VerificationFlow, parts: VerifyEmojiParts) {
    this.#flow = flow;
    this.#parts = parts;
    this.#begunAt = parts.clock.monotonic();
    flow.request.registerChangesCallback(async () => this.#changed.open());
    parts.signal.addEventListener("abort", () => this.#changed.open(), { once: true });
  }

  async toItsEnd(): Promise<VerificationEnd> {
    const { request } = this.#flow;
    for (;;) {
      const changed = this.#changed.next();
      const sas = this.#sas();
      if (request.isDone() || sas?.isDone()) return await this.#finish();
      if (sas?.isCancelled()) return { kind: "ended", reason: whyCancelled(sas.cancelInfo()) };
      if (request.isCancelled()) return { kind: "ended", reason: whyCancelled(request.cancelInfo) };
      const given = this.#whyGivenUp();
      if (given !== undefined) {
        await this.cancel();
        return { kind: "ended", reason: given };
      }
      await this.#step();
      using _look = this.#parts.clock.after(beginAfterMs, () => this.#changed.open());
      await Promise.race([changed, this.#parts.nextSync()]);
    }
  }

  async cancel(): Promise<void> {
    await this.#send(this.#flow.request.cancel()).catch(() => undefined);
  }

  #whyGivenUp(): string | undefined {
    const { signal, clock } = this.#parts;
    if (signal.aborted || (this.#answer !== undefined && this.#answer.matches === undefined)) {
      return "Nobody was there to compare.";
    }
    return clock.monotonic() - this.#begunAt >= waitForPersonMs ? "It took longer than ten minutes." : undefined;
  }

  async #step(): Promise<void> {
    const { wasm } = this.#parts.library;
    const { request } = this.#flow;
    const { Requested, Ready } = wasm.VerificationRequestPhase;
    const phase = request.phase();
    if (phase === Requested) await this.#send(request.acceptWithMethods([wasm.VerificationMethod.SasV1]));
    if (phase === Ready && this.#mayBegin()) {
      const begun = await request.startSas();
      if (begun !== undefined) await this.#send(begun[1]);
    }
    const sas = this.#sas();
    if (sas !== undefined) await this.#stepSas(sas);
  }

  #sas(): Sas | undefined {
    const verification = this.#flow.request.getVerification();
    return verification instanceof this.#parts.library.wasm.Sas ? verification : undefined;
  }

  /** Whoever asked begins; where they do not, we do. Both at once is settled by the crypto machine. */
  #mayBegin(): boolean {
    const now = this.#parts.clock.monotonic();
    this.#readyAt ??= now;
    return this.#flow.request.weStarted() || now - this.#readyAt >= beginAfterMs;
  }

  async #stepSas(sas: Sas): Promise<void> {
    // Where both began at once, one of the two takes the place of the other.
    if (this.#heard !== sas.weStarted()) {
      this.#heard = sas.weStarted();
      sas.registerChangesCallback(async () => this.#changed.open());
    }
    await this.#send(sas.accept());
    const emojis = sas.emoji();
    if (emojis !== undefined && !this.#isAsked) {
      this.#isAsked = true;
      this.#shownKey = await this.#servedKey();
      this.#ask(emojis.map(shown));
    }
    if (this.#answer === undefined || sas.haveWeConfirmed()) return;
    if (this.#answer.matches === false) await this.#send(sas.cancelWithCode("m.mismatched_sas"));
    if (this.#answer.matches === true) for (const request of await sas.confirm()) await this.#send(request);
  }

  #ask(emojis: readonly ShownEmoji[]): void {
    const settle = (matches: boolean | undefined): void => {
      this.#answer = { matches };
      this.#changed.open();
    };
    this.#parts.compare(emojis).then(settle, () => settle(undefined));
  }

  /**
   * The machine signs an identity only where it is still the one that it compared. What it signed counts once it stands in
   * the lists, so they are asked for. A session alone proves no identity.
   */
  async #finish(): Promise<VerificationEnd> {
    const { reach, library, clock } = this.#parts;
    const { user, hasCovered } = this.#flow;
    for (let looks = 1; ; looks++) {
      await reach.sendWaiting();
      await reach.queryKeys(new library.wasm.UserId(user));
      using identity = await reach.machine.getIdentity(new library.wasm.UserId(user));
      const masterKey = keyOf(identity);
      if (masterKey === undefined || masterKey !== this.#shownKey) {
        return { kind: "ended", reason: "Their identity changed meanwhile." };
      }
      if (!hasCovered(`ed25519:${masterKey}`)) {
        return { kind: "ended", reason: "Their client vouched for its session only, not for their identity." };
      }
      if (identity?.isVerified()) return { kind: "verified", masterKey };
      if (looks === mostLooks) return { kind: "ended", reason: "The agent could not sign their identity." };
      await new Promise<void>((done) => clock.after(lookAgainMs, done));
    }
  }

  async #servedKey(): Promise<string | undefined> {
    using identity = await this.#parts.reach.machine.getIdentity(new this.#parts.library.wasm.UserId(this.#flow.user));
    return keyOf(identity);
  }

  async #send(request: OutgoingRequest | undefined): Promise<void> {
    if (request !== undefined) await this.#parts.reach.send(request);
  }
}

function keyOf(identity: { readonly masterKey: string } | undefined): string | undefined {
  return identity === undefined ? undefined : masterKeyIn(JSON.parse(identity.masterKey));
}

function shown({ symbol, description }: Emoji): ShownEmoji {
  return { symbol, name: description };
}

function whyCancelled(info: VerificationFlow["request"]["cancelInfo"]): string {
  if (info === undefined) return "It was cancelled.";
  return `${info.cancelledbyUs() ? "The agent" : "The other side"} cancelled it: ${info.reason()} (${info.cancelCode()}).`;
}
