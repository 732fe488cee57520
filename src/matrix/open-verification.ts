import type { MatrixClient } from "matrix-js-sdk";
import type { EventOpener } from "../core/room-ports.ts";
import { DirectChats } from "./direct-chats.ts";
import type { LinkParts } from "./link-parts.ts";
import type { Library } from "./load-library.ts";
import type { PutEvent } from "./put-event.ts";
import type { CryptoReach } from "./reach-crypto.ts";
import type { Rooms } from "./rooms.ts";
import { skipKeylessSyncs } from "./skip-keyless-syncs.ts";
import { Verification } from "./verification.ts";
import type { WaitParts } from "./wait-for-homeserver.ts";

export interface OpenVerificationParts {
  readonly link: Pick<LinkParts, "clock" | "store" | "log" | "isListed" | "onVerificationRequest"> &
    Pick<WaitParts, "random">;
  readonly client: MatrixClient;
  readonly library: Library;
  readonly reach: CryptoReach;
  readonly rooms: Rooms;
  readonly sender: PutEvent;
  readonly opener: EventOpener;
  readonly nextSync: () => Promise<void>;
}

/** Listens for verifications before the first sync brings any: what a person began while the agent was away is taken up. */
export function openVerification(
  parts: OpenVerificationParts,
): { readonly verification: Verification; readonly chats: DirectChats } & Disposable {
  const { link, reach } = parts;
  const { clock, log, random } = link;
  const isListed = (user: string): boolean => link.isListed?.(user) ?? false;
  const verification = new Verification({
    ...parts,
    clock,
    log,
    isListed,
    onRequest: (flow) => link.onVerificationRequest?.(flow.user, flow.room),
    onEnd: (room) => chats.end(room),
  });
  const takeStep = verification.takeRoomStep.bind(verification);
  const chats = new DirectChats({ ...parts, clock, log, random, facts: link.store, isListed, takeStep });
  reach.filterSyncKeys((take) => {
    const takeNews = skipKeylessSyncs(take, clock);
    return async (keys) => {
      const received = await takeNews(keys);
      verification.takeToDevice(received);
      return received;
    };
  });
  return {
    verification,
    chats,
    [Symbol.dispose]: () => {
      chats[Symbol.dispose]();
      verification[Symbol.dispose]();
    },
  };
}
