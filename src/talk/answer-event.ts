import { cutText } from "../core/cut-text.ts";

/** An answer to people. The plain body stands alone: some clients show nothing else. */
export interface Answer {
  readonly body: string;
  readonly html: string;
  /** What programs may want to read, under its type. */
  readonly riding?: Readonly<Record<string, unknown>>;
}

/** Longest body in UTF-16 units, well under the size of an event once encrypted. */
const longestBody = 12_000;

/**
 * An `m.notice` that replies to a message (Matrix client-server API, rich replies) and rings for nobody. What programs
 * may want to read rides along under its own type.
 */
export function answerEvent(
  { body, html, riding: own = {} }: Answer,
  replyTo: string | undefined,
  riding: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  const isWhole = body.length <= longestBody && html.length <= 2 * longestBody;
  return {
    msgtype: "m.notice",
    body: isWhole ? body : cutText(body, longestBody),
    ...(isWhole ? { format: "org.matrix.custom.html", formatted_body: html } : {}),
    "m.mentions": {},
    ...(replyTo === undefined ? {} : { "m.relates_to": { "m.in_reply_to": { event_id: replyTo } } }),
    ...own,
    ...riding,
  };
}
