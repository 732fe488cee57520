import type { RoomId } from "../../core/ids.ts";
import { plainObject } from "../../core/plain-object.ts";

/** Which message is the panel, as it is kept over restarts. */
export interface PanelNote {
  readonly eventId: string;
  /** UTC ms at which it was sent. */
  readonly madeAt: number;
  /** It was pinned once; who unpins it then is not contradicted. */
  readonly isPinned: boolean;
  /** The one before it, whose pin goes when this one is pinned. */
  readonly insteadOf?: string;
}

export const panelFact = (room: RoomId): string => `panel:${room}`;

/** undefined for what is no such note. */
export function readPanelNote(text: string | undefined): PanelNote | undefined {
  const { eventId, madeAt, isPinned, insteadOf } = plainObject(parsed(text));
  if (typeof eventId !== "string" || typeof madeAt !== "number" || typeof isPinned !== "boolean") return undefined;
  return { eventId, madeAt, isPinned, ...(typeof insteadOf === "string" && { insteadOf }) };
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return undefined;
  }
}
