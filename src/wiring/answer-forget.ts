import type { AnswerOperation } from "../core/operation-ports.ts";
import { forgetDevice } from "./adoption/forget-device.ts";
import type { Reload } from "./reload.ts";
import { takeAdopted } from "./take-adopted.ts";

/** `roomwire forget`, asked at the control socket: what `forgetDevice` says, once the agent has let go of the Thing, and why not where it could not. */
export function answerForget(reload: Pick<Reload, "current" | "reload">): AnswerOperation {
  return async ({ request }) => {
    const forgotten = forgetDevice(reload.current, String(request.thing));
    if (!forgotten.isForgotten) return { end: forgotten };
    const report = await takeAdopted(reload);
    return { end: { ...forgotten, ...(report.kind === "refused" && { problems: report.problems }) } };
  };
}
