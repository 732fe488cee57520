import type { VerificationRequest } from "@matrix-org/matrix-sdk-crypto-wasm";
import type { Clock } from "../core/clock.ts";
import { asUserId, type RoomId, type UserId } from "../core/ids.ts";
import { plainObject } from "../core/plain-object.ts";
import type { NewInboxEvent } from "../core/store-ports.ts";
import { verificationRequest } from "../core/verification-events.ts";
import type { Library } from "./load-library.ts";
import type { CryptoReach } from "./reach-crypto.ts";

/** One verification under way. */
export interface VerificationFlow {
  readonly user: UserId;
  /** undefined: by to-device messages. */
  readonly room: RoomId | undefined;
  readonly request: VerificationRequest;
  /** Whether the other side's MAC covered this key of theirs; `ed25519:<master key>` is an identity's. */
  hasCovered(keyId: string): boolean;
}

/** A step of a verification as it came in a room, with what it says, decrypted. */
export interface RoomStep {
  readonly event: Pick<NewInboxEvent, "room" | "eventId" | "sender" | "raw">;
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
}

export interface VerificationFlowsParts {
  readonly library: Library;
  readonly reach: CryptoReach;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Whose requests are looked at; it may change. */
  readonly isListed: (user: string) => boolean;
  readonly onRequest: (flow: VerificationFlow) => void;
}

type Waiting = VerificationFlow & { readonly until: Disposable };

/** ms that a request waits for a person at the console. The crypto machine gives up as late (Matrix spec, 10 min). */
export const waitForPersonMs = 600_000;
const macType = "m.key.verification.mac";
/** Flows whose MACs are remembered. */
const mostFlows = 50;

/**
 * Requests of listed people wait here for somebody at the console; of others nothing is answered. One of each person at a
 * time: two open ones cancel each other in most clients.
 */
export class VerificationFlows implements Disposable {
  readonly #parts: VerificationFlowsParts;
  readonly #waiting = new Map<UserId, Waiting>();
  readonly #covered = new Map<string, Set<string>>();

  constructor(parts: VerificationFlowsParts) {
    this.#parts = parts;
  }

  /** To-device messages as the crypto machine has taken them. */
  takeToDevice(received: readonly unknown[]): void {
    for (const one of received) {
      const { type, sender, content: data } = plainObject(plainObject(one).message);
      const content = plainObject(data);
      if (typeof sender !== "string" || typeof content.transaction_id !== "string") continue;
      const user = asUserId(sender);
      if (type === macType) this.#noteMac(user, content.transaction_id, content);
      if (type === verificationRequest) this.#keep(user, content.transaction_id, undefined);
    }
  }

  /** A decrypted step in a room: the library gets no timelines, so it is handed to the crypto machine here. */
  async takeRoomStep({ event, type, content }: RoomStep): Promise<void> {
    const { library, reach } = this.#parts;
    const { room, eventId, sender, raw } = event;
    const isRequest = type === "m.room.message";
    if (!this.#parts.isListed(sender)) return;
    // A request of a session that is not known yet is dropped by the machine.
    if (isRequest) await reach.queryKeys(new library.wasm.UserId(sender));
    const { origin_server_ts } = plainObject(JSON.parse(raw));
    const step = { event_id: eventId, type, sender, content, origin_server_ts };
    const flow = plainObject(content["m.relates_to"]).event_id;
    if (type === macType && typeof flow === "string") this.#noteMac(sender, flow, content);
    await reach.machine.receiveVerificationEvent(JSON.stringify(step), new library.wasm.RoomId(room));
    if (isRequest) this.#keep(sender, eventId, room);
    await reach.sendWaiting();
  }

  /** The oldest request that waits, taken out; of that user only, if one is named. */
  take(user?: UserId): VerificationFlow | undefined {
    for (const [from, flow] of this.#waiting) {
      if (user !== undefined && from !== user) continue;
      this.#forget(from);
      if (!flow.request.isCancelled() && !flow.request.isDone()) return flow;
    }
    return undefined;
  }

  flowOf(request: VerificationRequest, user: UserId, room: RoomId | undefined): VerificationFlow {
    const name = `${user} ${request.flowId}`;
    return { user, room, request, hasCovered: (keyId) => this.#covered.get(name)?.has(keyId) === true };
  }

  [Symbol.dispose](): void {
    for (const user of [...this.#waiting.keys()]) this.#forget(user);
  }

  #keep(user: UserId, flowId: string, room: RoomId | undefined): void {
    const { library, reach, clock, log } = this.#parts;
    if (!this.#parts.isListed(user)) return;
    const request = reach.machine.getVerificationRequest(new library.wasm.UserId(user), flowId);
    if (request === undefined) return;
    this.#forget(user);
    const flow = this.flowOf(request, user, room);
    const until = clock.after(waitForPersonMs, () => {
      this.#forget(user);
      const refusal = request.cancel();
      if (refusal !== undefined)
        reach.send(refusal).catch((error) => log(`a verification cannot be cancelled: ${error}`));
    });
    this.#waiting.set(user, { ...flow, until });
    this.#parts.onRequest(flow);
  }

  #forget(user: UserId): void {
    this.#waiting.get(user)?.until[Symbol.dispose]();
    this.#waiting.delete(user);
  }

  /** Of several the least: only the machine knows which one it took. */
  #noteMac(user: UserId, flowId: string, { mac }: Readonly<Record<string, unknown>>): void {
    if (this.#covered.size >= mostFlows) this.#covered.clear();
    const name = `${user} ${flowId}`;
    const keys = new Set(Object.keys(plainObject(mac)));
    this.#covered.set(name, this.#covered.get(name)?.intersection(keys) ?? keys);
  }
}
