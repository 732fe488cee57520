import { chooseShape, type ShapeSettings } from "../../../src/drivers/frames/choose-shape.ts";
import { longestOf } from "../../../src/drivers/frames/frame-objections.ts";
import { type FrameScanner, scanFrames } from "../../../src/drivers/frames/scan-frames.ts";

export interface Cut {
  readonly frame: unknown;
  readonly check?: ShapeSettings["check"];
  readonly max_frame?: number;
}

/** A scanner as a connection with these keys has it, and what it tells: texts, bytes in hexadecimal digits, or faults. */
export function cutter({ frame, check, max_frame }: Cut, as: "text" | "hex" = "hex") {
  const longest = longestOf({ frame, ...(max_frame !== undefined && { max_frame }) });
  const told: string[] = [];
  const scanner: FrameScanner = scanFrames(chooseShape({ frame, check, longest }), longest, {
    frame: ({ text, bytes }) => told.push(as === "text" ? text : Buffer.from(bytes).toString("hex")),
    fault: (fault) => told.push(fault),
  });
  return { scanner, told };
}

/** What comes of bytes, given as hexadecimal digits or as they are. */
export function cut(settings: Cut, chunks: readonly (string | Uint8Array)[], as: "text" | "hex" = "hex"): string[] {
  const { scanner, told } = cutter(settings, as);
  for (const chunk of chunks) {
    scanner.push(typeof chunk === "string" ? Buffer.from(chunk.replaceAll(" ", ""), "hex") : chunk);
  }
  return told;
}
