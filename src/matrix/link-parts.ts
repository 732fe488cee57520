import type { AgentFault } from "../core/agent-fault.ts";
import type { Clock } from "../core/clock.ts";
import type { RoomId, UserId } from "../core/ids.ts";
import type { NewInboxEvent, SyncStore } from "../core/store-ports.ts";
import type { MayHear } from "./check-audience.ts";
import type { CredentialStore } from "./credentials.ts";
import type { RoomWishes } from "./join-rooms.ts";
import type { LinkState } from "./link-watch.ts";
import type { ClearTexts } from "./put-clear.ts";
import type { Facts } from "./rooms.ts";
import type { GapLeft } from "./sync-gaps.ts";

export interface LinkSettings {
  readonly homeserver: string;
  readonly user: UserId;
  readonly deviceName: string;
  readonly encryption: "required" | "off";
  /** Whether state events may go in clear into an encrypted room (`matrix.state: plain`). */
  readonly plainState: boolean;
  /** The agent joins or makes its rooms and its identity; an operator's side follows the rooms it is in and those that `rooms.operators`, its agents, invite it to. */
  readonly role: "agent" | "operator";
  readonly rooms: RoomWishes;
  /** The last run did not end by itself: no outbound session of it is used again. */
  readonly uncleanStop: boolean;
  /** Names the key database; one per login. */
  readonly keyStorePrefix: string;
  readonly clearTexts: ClearTexts;
}

export interface LinkParts {
  readonly clock: Clock;
  readonly store: SyncStore & Facts;
  readonly credentials: CredentialStore;
  readonly readPassword: () => string | undefined;
  /** Text of the recovery key, if there is one already. */
  readonly readRecoveryKey: () => string | undefined;
  readonly saveRecoveryKey: (text: string) => void;
  /** Whose events count at all; default: everybody's. */
  readonly mayCommand?: (sender: UserId) => boolean;
  /** The budget before anything is stored; default: all. */
  readonly admit?: (event: NewInboxEvent) => boolean;
  /** False once the key store failed: no token may pass events whose keys were lost. Default: always. */
  readonly mayKeep?: () => boolean;
  readonly fetch?: typeof globalThis.fetch;
  readonly random?: () => number;
  /** Whose requests to be verified are looked at, and whose invitations to a direct chat for that; default: nobody's. It may change. */
  readonly isListed?: (user: string) => boolean;
  /** `audience: pinned`: who may hear what is sent; default: whoever is in the room. It may change. */
  readonly mayHear?: MayHear | undefined;
  /** Somebody listed wants to be verified by emoji and waits for a person; `room` undefined: by to-device messages. */
  readonly onVerificationRequest?: (user: UserId, room: RoomId | undefined) => void;
  /** Warnings, without secrets. */
  readonly log: (line: string) => void;
  /** A sync was taken: there may be new events in the store, or keys for those that wait. */
  readonly onInbox: () => void;
  readonly onLink: (state: LinkState) => void;
  /** The homeserver does not answer; once per wait. */
  readonly onWaiting: (reason: string) => void;
  /** ms: events that the homeserver leaves out of /sync are asked for unless they are older. Default: they are not. */
  readonly gapHorizonMs?: number;
  /** Events of a room are missing. */
  readonly onGap: (room: RoomId, left: GapLeft) => void;
  /** Keys that came could not be taken; events under them cannot be opened. */
  readonly onKeysLost?: () => void;
  readonly onTombstone: (room: RoomId, replacement: string) => void;
  /** While the link is opened: what was begun is let go, and its reason thrown. Default: never. */
  readonly givenUp?: AbortSignal | undefined;
  /** The link is at its end: logged out, or the inbox cannot be written. */
  readonly onFatal: (fault: AgentFault) => void;
}
