import type { Clock } from "../core/clock.ts";
import { faultCodes } from "../core/fault-codes.ts";
import type { RoomId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { MatrixLink } from "../matrix/matrix-link.ts";

export interface TellOwnReplacedParts {
  readonly link: Pick<MatrixLink, "clear">;
  readonly room: RoomId;
  readonly clock: Clock;
  readonly log: Log;
}

/** Says that the agent's own identity was replaced: in the log, and to the room in clear, since it can encrypt for nobody now. */
export function tellOwnReplaced({ link, room, clock, log }: TellOwnReplacedParts) {
  const tellRoom = async (): Promise<void> => {
    const outcome = await link.clear.put({ kind: "own-identity-notice", room, txn: `roomwire.own.${clock.now()}` });
    if (outcome.kind === "limited") clock.after(outcome.retryAfterMs, () => void tellRoom());
    else if (outcome.kind !== "sent") log.warn("the room could not be told of it", { outcome: outcome.kind });
  };
  return (kept: string, served: string): void => {
    const { meaning, remedy } = faultCodes["own-identity"];
    log.error(`${meaning} ${remedy}`, { code: "own-identity", kept, served });
    void tellRoom();
  };
}
