import type { AnswerOperation } from "../core/operation-ports.ts";
import type { Reload } from "./reload.ts";

/** `roomwire reload`, asked at the control socket: the report as it is. */
export function answerReload(reload: Pick<Reload, "reload">): AnswerOperation {
  return async () => ({ end: await reload.reload() });
}
