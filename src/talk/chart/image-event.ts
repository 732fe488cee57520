import type { SealedFile } from "../../core/attachment.ts";

/** A PNG at the homeserver. Pixels and bytes. */
export interface ImageFile {
  readonly file: SealedFile;
  readonly width: number;
  readonly height: number;
  readonly size: number;
}

export interface Image {
  /** Shown with it by clients that can; all else knows it from the notice. */
  readonly caption: string;
  readonly filename: string;
  readonly picture: ImageFile;
  readonly thumbnail: ImageFile;
}

/** An `m.image` with encrypted files that replies to a message (Matrix client-server API, `m.image`, media captions) and rings for nobody. */
export function imageEvent(
  { caption, filename, picture, thumbnail }: Image,
  replyTo: string,
): Readonly<Record<string, unknown>> {
  return {
    msgtype: "m.image",
    body: caption,
    filename,
    file: picture.file,
    info: { ...infoOf(picture), thumbnail_file: thumbnail.file, thumbnail_info: infoOf(thumbnail) },
    "m.mentions": {},
    "m.relates_to": { "m.in_reply_to": { event_id: replyTo } },
  };
}

function infoOf({ width, height, size }: ImageFile) {
  return { mimetype: "image/png", w: width, h: height, size };
}
