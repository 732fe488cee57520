/**
 * Every reach behind matrix-js-sdk's public face, one cast each. test/matrix/reach-crypto.test.ts and `reachCrypto` fail
 * with a clear sentence when an update of the library moves one of them.
 */
import type {
  DecryptedRoomEvent,
  DecryptionSettings,
  OlmMachine,
  OutgoingRequest,
  RoomId,
  RoomMessageRequest,
  UserId,
} from "@matrix-org/matrix-sdk-crypto-wasm";
import type { MatrixClient, MatrixEvent, Room } from "matrix-js-sdk";
import type { CryptoApi } from "matrix-js-sdk/lib/crypto-api/index.js";
import type { Logger } from "matrix-js-sdk/lib/logger.js";
import { AgentFault } from "../core/agent-fault.ts";
import type { TakeSyncKeys } from "./skip-keyless-syncs.ts";

/** The private half of the library's RustCrypto, as of matrix-js-sdk 43. */
interface HiddenCrypto {
  readonly olmMachine: OlmMachine;
  readonly outgoingRequestProcessor: { makeOutgoingRequest(request: OutgoingRequest): Promise<void> };
  readonly outgoingRequestsManager: { doProcessOutgoingRequests(): Promise<void> };
  /** Shares the room key first, so that an expired session never panics, then encrypts in place. */
  encryptEvent(event: MatrixEvent, room: Room): Promise<void>;
  /** Called for each answer of /sync before its rooms are looked at. */
  processSyncChanges: TakeSyncKeys;
}

/** What the crypto machine holds of users' devices and identities. */
export type KeyLists = Pick<OlmMachine, "trackedUsers" | "getIdentity" | "getUserDevices">;

export type PutRoomRequest = (request: RoomMessageRequest) => Promise<string>;

/** What verifications need of the crypto machine. */
export type VerificationMachine = Pick<
  OlmMachine,
  "getIdentity" | "getDevice" | "getVerificationRequest" | "receiveVerificationEvent"
>;

export interface CryptoReach {
  /** The public face of the same object. */
  readonly api: CryptoApi;
  readonly lists: KeyLists;
  encrypt(event: MatrixEvent, room: Room): Promise<void>;
  /** Rejects with the WebAssembly's MegolmDecryptionError. */
  decrypt(event: string, room: RoomId, settings: DecryptionSettings): Promise<DecryptedRoomEvent>;
  /** Asks the homeserver for a user's devices and identity now. */
  queryKeys(user: UserId): Promise<void>;
  readonly machine: VerificationMachine;
  /** Makes a request of the crypto machine to the homeserver and hands it the answer. */
  send(request: OutgoingRequest): Promise<void>;
  /** Makes the requests that the crypto machine has waiting. */
  sendWaiting(): Promise<void>;
  /** What the crypto machine sends into rooms goes this way from now on, to resolve to the event id; the library's own way is in clear. */
  routeRoomRequests(
    isRoomRequest: (request: OutgoingRequest) => request is RoomMessageRequest,
    put: PutRoomRequest,
  ): void;
  /** Stands between /sync and the crypto from now on, before whoever stood there. */
  filterSyncKeys(filter: (take: TakeSyncKeys) => TakeSyncKeys): void;
  /** The next event in that room begins a new Megolm session; works before the first sync. */
  discardSession(room: RoomId): Promise<void>;
}

/** Throws AgentFault `internal` when the library no longer has what is needed here. */
export function reachCrypto(client: MatrixClient): CryptoReach {
  const api = client.getCrypto();
  const hidden = api as unknown as Partial<HiddenCrypto> | undefined;
  const machine = hidden?.olmMachine;
  const processor = hidden?.outgoingRequestProcessor;
  if (
    api === undefined ||
    typeof hidden?.encryptEvent !== "function" ||
    typeof hidden.processSyncChanges !== "function" ||
    typeof processor?.makeOutgoingRequest !== "function" ||
    typeof hidden.outgoingRequestsManager?.doProcessOutgoingRequests !== "function" ||
    typeof machine?.decryptRoomEvent !== "function" ||
    typeof machine.queryKeysForUsers !== "function" ||
    typeof machine.trackedUsers !== "function" ||
    typeof machine.getIdentity !== "function" ||
    typeof machine.getUserDevices !== "function" ||
    typeof machine.invalidateGroupSession !== "function" ||
    typeof machine.getDevice !== "function" ||
    typeof machine.getVerificationRequest !== "function" ||
    typeof machine.receiveVerificationEvent !== "function" ||
    typeof machine.markRequestAsSent !== "function"
  ) {
    throw new AgentFault("internal", "This version of matrix-js-sdk is not the one that reach-crypto.ts was made for.");
  }
  const encrypt = hidden.encryptEvent.bind(hidden);
  const manager = hidden.outgoingRequestsManager;
  const make = processor.makeOutgoingRequest.bind(processor);
  let takeSyncKeys: TakeSyncKeys = hidden.processSyncChanges.bind(hidden);
  return {
    api,
    lists: machine,
    encrypt,
    decrypt: (event, room, settings) => machine.decryptRoomEvent(event, room, settings),
    queryKeys: (user) => make(machine.queryKeysForUsers([user])),
    machine,
    send: (request) => processor.makeOutgoingRequest(request),
    sendWaiting: () => manager.doProcessOutgoingRequests(),
    routeRoomRequests: (isRoomRequest, put) => {
      processor.makeOutgoingRequest = async (request) => {
        if (!isRoomRequest(request)) return make(request);
        const { id, type } = request;
        const answer = JSON.stringify({ event_id: await put(request) });
        await machine.markRequestAsSent(id, type, answer);
      };
    },
    filterSyncKeys: (filter) => {
      takeSyncKeys = filter(takeSyncKeys);
      hidden.processSyncChanges = takeSyncKeys;
    },
    discardSession: async (room) => void (await machine.invalidateGroupSession(room)),
  };
}

/** Parts of the library write to one global logger, whatever logger the client was given; children inherit its factory. */
export function muteGlobalLogger(logger: Logger): void {
  const hidden = logger as unknown as { methodFactory: () => () => void; setLevel(level: number, keep: boolean): void };
  hidden.methodFactory = () => () => undefined;
  hidden.setLevel(5, false);
}
