/** What stands at the beginning of bytes that came. */
export type Look =
  /** It may become a frame. */
  | { readonly kind: "more" }
  /** No frame begins like this. */
  | { readonly kind: "none" }
  /** The first `length` bytes are one; its text stands from `from` up to `to`, marks left out. */
  | { readonly kind: "frame"; readonly length: number; readonly from: number; readonly to: number }
  /** The first `length` bytes would be one, but are damaged. */
  | {
      readonly kind: "broken";
      readonly length: number;
      readonly fault: "bad-checksum" | "too-long";
      /** In words; asked for only where it is told. */
      readonly detail: () => string;
    };

export const more: Look = { kind: "more" };
export const none: Look = { kind: "none" };

/** How one kind of frame is told from the bytes around it. Costs time linear to the bytes it is given; never throws. */
export interface FrameShape {
  /** Key of the configuration that bounds it, for messages. */
  readonly limit: "max_line" | "max_frame";
  /** Bytes of its end mark that `limit` does not count. */
  readonly uncounted: number;
  /** Half of one cannot pass for a whole one, since it ends by a mark or has a checksum. Otherwise only silence shows where one begins. */
  readonly isProven: boolean;
  /** The first `seen` bytes were looked at before, and it was `more`. */
  look(bytes: Uint8Array, seen: number): Look;
  /** Where in bytes from within another frame, or from none, a frame may begin; undefined where nowhere. */
  resume(bytes: Uint8Array): number | undefined;
  /** Bytes at the end of those in which none begins that may decide about the next ones. */
  readonly kept: number;
}
