import type { Configuration } from "../../config/configuration.ts";
import type { PairDesk } from "../../control/pair.ts";
import type { Clock } from "../../core/clock.ts";
import type { RoomId, UserId } from "../../core/ids.ts";
import type { ControlStore, Pin } from "../../core/store-ports.ts";
import type { Verification } from "../../matrix/verification.ts";

/** What a person at the machine can do about who is who. */
export interface OperatorsDesk {
  readonly configuration: Pick<Configuration, "operators" | "readers">;
  readonly store: Pick<ControlStore, "pin" | "setPin" | "removePin" | "keysSeen" | "fact" | "setFact" | "audit">;
  readonly clock: Clock;
  readonly agent: UserId;
  /** undefined without a running agent. */
  readonly live: LiveDesk | undefined;
}

export interface LiveDesk {
  readonly pairing: Pick<PairDesk, "newCode">;
  readonly verification: Verification;
  readonly room: RoomId;
  isInRoom(user: UserId): boolean;
  onPinned(pin: Pin): void;
}
