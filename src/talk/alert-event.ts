import type { UserId } from "../core/ids.ts";
import type { Answer } from "./answer-event.ts";

/** An `m.text`, so that phones ring, for those named (Matrix client-server API, user and room mentions). */
export function alertEvent({ body, html }: Answer, mentioned: readonly UserId[]): Readonly<Record<string, unknown>> {
  return {
    msgtype: "m.text",
    body,
    format: "org.matrix.custom.html",
    formatted_body: html,
    "m.mentions": mentioned.length === 0 ? {} : { user_ids: [...mentioned] },
  };
}
