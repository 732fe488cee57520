import type { Device, OtherUserIdentity, VerificationRequest } from "@matrix-org/matrix-sdk-crypto-wasm";
import type { RoomId, UserId } from "../core/ids.ts";
import { plainObject } from "../core/plain-object.ts";
import { verificationRequest } from "../core/verification-events.ts";
import type { PutEvent } from "./put-event.ts";
import { putVerification } from "./put-verification.ts";
import { masterKeyOf } from "./sender-trust.ts";
import {
  type RoomStep,
  type VerificationFlow,
  VerificationFlows,
  type VerificationFlowsParts,
} from "./verification-flows.ts";
import type { VerificationEnd, VerifyEmojiParts } from "./verify-emoji.ts";

export interface VerificationParts extends VerificationFlowsParts {
  readonly sender: PutEvent;
  readonly nextSync: () => Promise<void>;
  /** A flow in that room is over, whatever came of it. */
  readonly onEnd: (room: RoomId) => void;
}

/** A session of somebody, as their list has it. */
export interface Session {
  readonly device: string;
  readonly name: string | undefined;
  readonly isSigned: boolean;
}

/** Verification of people by emoji, from either side; by to-device messages, in a room, or in a direct chat. */
export class Verification implements Disposable {
  readonly #parts: VerificationParts;
  readonly #flows: VerificationFlows;

  constructor(parts: VerificationParts) {
    this.#parts = parts;
    this.#flows = new VerificationFlows(parts);
    const { reach, library, sender } = parts;
    reach.routeRoomRequests(
      (request) => request instanceof library.wasm.RoomMessageRequest,
      ({ room_id, event_type: type, body, txn_id }) =>
        putVerification(sender, { room: room_id as RoomId, type, content: plainObject(JSON.parse(body)) }, txn_id),
    );
  }

  takeToDevice(received: readonly unknown[]): void {
    this.#flows.takeToDevice(received);
  }

  takeRoomStep(step: RoomStep): Promise<void> {
    return this.#flows.takeRoomStep(step);
  }

  /** The oldest request that waits for a person, taken out; of that user only, if one is named. */
  takeRequest(user?: UserId): VerificationFlow | undefined {
    return this.#flows.take(user);
  }

  /** Their sessions as served now, asked for anew. */
  async sessions(user: UserId): Promise<readonly Session[]> {
    const { reach, library } = this.#parts;
    await reach.queryKeys(new library.wasm.UserId(user));
    using list = await reach.lists.getUserDevices(new library.wasm.UserId(user));
    return list.devices().map((found) => {
      using device: Device = found;
      return {
        device: device.deviceId.toString(),
        name: device.displayName ?? undefined,
        isSigned: device.isCrossSignedByOwner(),
      };
    });
  }

  /** Their master key as served now, asked for anew, unpadded base64; undefined: there is none. */
  async servedKey(user: UserId): Promise<string | undefined> {
    const { reach, library } = this.#parts;
    await reach.queryKeys(new library.wasm.UserId(user));
    return await masterKeyOf(reach.api, user);
  }

  /** Asks one session of theirs by to-device messages. Throws where there is no such session, or the homeserver says no. */
  async askSession(user: UserId, session: string): Promise<VerificationFlow> {
    const { reach, library } = this.#parts;
    const { UserId: User, DeviceId } = library.wasm;
    using device = await reach.machine.getDevice(new User(user), new DeviceId(session));
    if (device === undefined) throw new TypeError(`${user} has no session ${session}`);
    const [request, asking] = device.requestVerification([library.wasm.VerificationMethod.SasV1]);
    await reach.send(asking);
    return this.#begun(request, user, undefined);
  }

  /** Asks all their sessions by a message in a room in which they are. */
  async askInRoom(user: UserId, room: RoomId): Promise<VerificationFlow> {
    const { reach, library, sender } = this.#parts;
    const { wasm } = library;
    using identity = await reach.machine.getIdentity(new wasm.UserId(user));
    if (!(identity instanceof wasm.OtherUserIdentity)) throw new TypeError(`No identity of ${user} is known`);
    const methods = () => [wasm.VerificationMethod.SasV1];
    const content = requestContent(identity, methods());
    const eventId = await putVerification(sender, { room, type: "m.room.message", content }, crypto.randomUUID());
    const request = identity.requestVerification(new wasm.RoomId(room), new wasm.EventId(eventId), methods());
    return this.#begun(request, user, room);
  }

  /** Takes part until it is over; its code is loaded with the first one. */
  async run(
    flow: VerificationFlow,
    compare: VerifyEmojiParts["compare"],
    signal: AbortSignal,
  ): Promise<VerificationEnd> {
    const { verifyEmoji } = await import("./verify-emoji.ts");
    const end = await verifyEmoji(flow, { ...this.#parts, compare, signal });
    if (flow.room !== undefined) this.#parts.onEnd(flow.room);
    return end;
  }

  [Symbol.dispose](): void {
    this.#flows[Symbol.dispose]();
  }

  #begun(request: VerificationRequest, user: UserId, room: RoomId | undefined): VerificationFlow {
    return this.#flows.flowOf(request, user, room);
  }
}

/** The library leaves out what makes a message of it (matrix-rust-sdk issue 5643). */
function requestContent(
  identity: OtherUserIdentity,
  methods: Parameters<OtherUserIdentity["verificationRequestContent"]>[0],
): Readonly<Record<string, unknown>> {
  const content: unknown = JSON.parse(identity.verificationRequestContent(methods));
  return { ...plainObject(content), msgtype: verificationRequest };
}
