import type { UserId } from "../core/ids.ts";
import { escapeHtml } from "./escape-html.ts";

/** An `m.text`, so that phones ring, for those named (Matrix client-server API, user and room mentions). */
export function alertEvent(body: string, mentioned: readonly UserId[]): Readonly<Record<string, unknown>> {
  return {
    msgtype: "m.text",
    body,
    format: "org.matrix.custom.html",
    formatted_body: `<p>${escapeHtml(body)}</p>`,
    "m.mentions": mentioned.length === 0 ? {} : { user_ids: [...mentioned] },
  };
}
