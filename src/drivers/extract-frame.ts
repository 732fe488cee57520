import { atOffset, type OffsetSettings } from "./at-offset.ts";
import { byColumn } from "./by-column.ts";
import { byObis } from "./by-obis.ts";
import { compileExtract, type Extract, type Extracted, type ExtractSettings, type ParseJson } from "./extract.ts";
import type { Frame } from "./frames/scan-frames.ts";

/** Where in a frame the value stands: in its text, or in its bytes. */
export interface FrameExtractSettings extends ExtractSettings, Partial<OffsetSettings> {
  readonly column?: number;
  readonly separator?: string;
  readonly obis?: string;
}

/** Gets wire values out of frames. As `compileExtract`: what it gives never throws, settings that cannot work do. */
export function extractFrame(settings: FrameExtractSettings, parse?: ParseJson): (frame: Frame) => Extracted {
  const { column, obis, at } = settings;
  const ofText = (extract: Extract) => (frame: Frame) => extract(frame.text);
  if (column !== undefined) return ofText(byColumn(column, settings.separator ?? ","));
  if (obis !== undefined) return ofText(byObis(obis));
  if (at !== undefined) {
    const { form, length, bit } = settings;
    const extract = atOffset({
      at,
      ...(form && { form }),
      ...(length && { length }),
      ...(bit !== undefined && { bit }),
    });
    return (frame) => extract(frame.bytes);
  }
  return ofText(compileExtract(settings, parse));
}
