import type { UserId } from "../core/ids.ts";
import type { Texts } from "../texts/english.ts";
import { alertContent } from "./alert-content.ts";
import { alertEvent } from "./alert-event.ts";
import { answerEvent } from "./answer-event.ts";
import type { SaidAlerts } from "./said-alerts.ts";
import { sentence } from "./sentence.ts";
import type { ShowTime } from "./show-time.ts";
import { stack } from "./table.ts";

export interface ToldTo {
  /** Whose phones shall ring. */
  readonly mentioned: readonly UserId[];
  readonly showTime: ShowTime;
  /** UTC ms. */
  readonly now: number;
}

/** Lines of one message. */
const mostLines = 20;

/** One message about alerts: an `m.text` for those named where phones shall ring, else a notice. What is new comes first. */
export function alertNotice(said: SaidAlerts, told: ToldTo, texts: Texts): Readonly<Record<string, unknown>> {
  const { alerts } = texts;
  const lines = linesOf(said, told, texts);
  const left = lines.length - mostLines;
  const isLasting = [...said.raised, ...said.repeated].some(({ isMomentary }) => !isMomentary);
  const whole = [
    ...(lines.length > 1 ? [alerts.several(lines.length)] : []),
    ...lines.slice(0, mostLines),
    ...(left > 0 ? [alerts.more(left)] : []),
    ...(isLasting ? [alerts.how] : []),
  ];
  const answer = stack(whole.map(sentence));
  const riding = alertContent(said, mostLines);
  return said.isRinging ? alertEvent(answer, told.mentioned, riding) : answerEvent(answer, undefined, riding);
}

function linesOf(
  { raised, repeated, over, past }: SaidAlerts,
  { showTime, now }: ToldTo,
  { alerts }: Texts,
): readonly string[] {
  const time = (at: number): string => showTime(at, now);
  return [
    ...raised.map(({ text, raisedAt, isMomentary }) =>
      (isMomentary ? alerts.happened : alerts.raised)(text, time(raisedAt)),
    ),
    ...repeated.map(({ text, raisedAt }) => alerts.still(text, time(raisedAt))),
    ...past.map(({ text, raisedAt, overAt = now }) => alerts.past(text, time(raisedAt), time(overAt))),
    ...over.map(({ text, raisedAt, overAt = now }) => alerts.over(text, time(raisedAt), time(overAt))),
  ];
}
