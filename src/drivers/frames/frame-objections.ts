import type { Objection } from "../../config/driver-schemas.ts";
import { hexBytes } from "../../core/hex-bytes.ts";
import { checkSize, type FrameCheck } from "./checked.ts";
import { type FrameKeys, frameKeys } from "./choose-shape.ts";

/** What a connection says of its frames. */
export interface FrameSettings {
  readonly frame?: unknown;
  readonly check?: FrameCheck;
  readonly max_line?: number;
  readonly max_frame?: number;
}

/** Bytes of a line, and of another frame, that nobody bounds otherwise. */
const longestByDefault = { line: 1024, frame: 4096 } as const;

/** Most bytes of a frame of such a connection. */
export function longestOf({ frame, max_line, max_frame }: FrameSettings): number {
  if (frame === undefined || frame === "line") return max_line ?? longestByDefault.line;
  return frameKeys(frame)?.fixed ?? max_frame ?? longestByDefault.frame;
}

/** What cannot work in `frame`, `check` and the bounds of a connection. */
export function frameObjections({ frame, check, max_line, max_frame }: FrameSettings): readonly Objection[] {
  const keys = frameKeys(frame);
  const isLine = frame === undefined || frame === "line";
  const found: Objection[] = [];
  const say = (message: string, ...keys: string[]): void => void found.push({ keys, message });
  if (isLine && max_frame !== undefined) say("lines are bounded by max_line", "max_frame");
  if (!isLine && max_line !== undefined) say("bounds lines; frames are bounded by max_frame", "max_line");
  if (check !== undefined && (frame === "p1" || frame === "nmea"))
    say(`a ${frame} has its own checksum; leave it out`, "check");
  if (keys?.fixed !== undefined && max_frame !== undefined)
    say("a fixed frame has its own length; leave it out", "max_frame");
  if (keys !== undefined) keysObjections(keys, check, say);
  return found;
}

type Say = (message: string, ...keys: string[]) => void;

function keysObjections(keys: FrameKeys, check: FrameCheck | undefined, say: Say): void {
  const { fixed, start, end, until, after, length } = keys;
  const marks = Object.entries({ fixed, end, until, length }).filter(([, value]) => value !== undefined);
  const [[mark] = []] = marks;
  if (marks.length !== 1) {
    say("needs exactly one of fixed, until, length, and end with start", "frame");
    return;
  }
  if (mark === "end" && start === undefined) say("needs start; a frame without one is ended by until", "frame", "end");
  if (mark === "until" && start !== undefined)
    say("a frame with a start is ended by end, not by until", "frame", "until");
  if (after !== undefined && (mark === "fixed" || mark === "length")) say("belongs to end or until", "frame", "after");
  if (fixed !== undefined) fixedObjections(fixed, start, check, say);
  if (length !== undefined && start === undefined && check === undefined) {
    say("needs start or check: without one nobody knows where a frame begins", "frame");
  }
}

function fixedObjections(fixed: number, start: string | undefined, check: FrameCheck | undefined, say: Say): void {
  if (start === undefined && check === undefined) {
    say("needs start or check: without one nobody knows where a frame begins", "frame");
  }
  if (start !== undefined && (hexBytes(start)?.length ?? 0) > fixed) say("is longer than the frame", "frame", "start");
  if (check !== undefined) {
    const place = (offset: number): number => (offset < 0 ? fixed + offset : offset);
    const size = checkSize(check);
    const at = place(check.at ?? -size);
    const to = check.to === undefined ? at : place(check.to);
    const isOutside = at < 0 || at + size > fixed || to > fixed || place(check.from ?? 0) > to;
    if (isOutside) say(`covers or stands at bytes that a frame of ${fixed} does not have`, "check");
  }
}
