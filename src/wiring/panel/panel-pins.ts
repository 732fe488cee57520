import type { RoomId } from "../../core/ids.ts";
import type { Log } from "../../core/log.ts";
import type { MatrixLink } from "../../matrix/matrix-link.ts";
import type { PanelNote } from "./panel-note.ts";

export interface PanelPinsParts {
  readonly link: Pick<MatrixLink, "clear"> & { readonly rooms: Pick<MatrixLink["rooms"], "state"> };
  readonly room: RoomId;
  readonly log: Log;
}

/** Pins the panel beside what others pinned; true when it is done. Never rejects; tells once where the power is missing. */
export function panelPins({ link, room, log }: PanelPinsParts): (panel: PanelNote) => Promise<boolean> {
  let isRefused = false;
  return async ({ eventId, insteadOf }) => {
    const now = link.rooms.state(room, "m.room.pinned_events", "")?.pinned;
    const others = (Array.isArray(now) ? now : []).filter((id) => id !== eventId && id !== insteadOf);
    const outcome = await link.clear.put({ kind: "pinned-events", room, pinned: [...others, eventId] });
    if (outcome.kind === "forbidden" && !isRefused) {
      isRefused = true;
      log.warn("the panel cannot be pinned: pin it, or give the agent the power for m.room.pinned_events", {
        code: "no-power",
      });
    }
    return outcome.kind === "sent";
  };
}
