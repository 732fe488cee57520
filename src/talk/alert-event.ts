import type { UserId } from "../core/ids.ts";
import { type Answer, answerEvent } from "./answer-event.ts";

/** An `m.text`, so that phones ring, for those named (Matrix client-server API, user and room mentions). */
export function alertEvent(
  answer: Answer,
  mentioned: readonly UserId[],
  riding: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    ...answerEvent(answer, undefined, riding),
    msgtype: "m.text",
    "m.mentions": mentioned.length === 0 ? {} : { user_ids: [...mentioned] },
  };
}
