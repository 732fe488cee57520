import type { UserId } from "../../core/ids.ts";
import type { Pin } from "../../core/store-ports.ts";
import type { Texts } from "../../texts/english.ts";
import { alertEvent } from "../alert-event.ts";
import { answerEvent } from "../answer-event.ts";
import { sentence } from "../sentence.ts";

/** A key was pinned. First use proves nothing, so the other operators are called; else whoever paired gets an answer. */
export function pinned(
  { user, masterKey, way }: Pin,
  eventId: string,
  others: readonly UserId[],
  { trust }: Texts,
): Readonly<Record<string, unknown>> {
  if (way !== "first-use") return answerEvent(sentence(trust.paired(user, masterKey)), eventId);
  return alertEvent(sentence(trust.firstUse(user, masterKey)), others);
}
