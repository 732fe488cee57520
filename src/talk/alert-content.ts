import { type AlertContent, alertType } from "../../schemas/alert.ts";
import type { SaidAlert, SaidAlerts } from "./said-alerts.ts";

type ToldAlert = AlertContent["alerts"][number];

/** UTF-16 units of JSON: text, HTML and this have to fit one event. */
const longest = 8_000;

/** What rides along with a message about alerts, for programs: the same alerts in the same order, as many as have room. */
export function alertContent(
  { raised, repeated, past, over }: SaidAlerts,
  mostAlerts: number,
): { readonly [alertType]: AlertContent } {
  const all = [
    ...raised.map((one) => told(one, one.isMomentary ? "happened" : "raised")),
    ...repeated.map((one) => told(one, "repeated")),
    ...past.map((one) => told(one, "past")),
    ...over.map((one) => told(one, "over")),
  ];
  let room = longest;
  const alerts = all.slice(0, mostAlerts).filter((one) => {
    room -= JSON.stringify(one).length;
    return room >= 0;
  });
  const more = all.length - alerts.length;
  return { [alertType]: { v: 1, alerts, ...(more > 0 && { more }) } };
}

function told({ key, thing, text, raisedAt, overAt }: SaidAlert, state: ToldAlert["state"]): ToldAlert {
  return {
    state,
    ...(key !== undefined && { key }),
    ...(thing !== undefined && { thing }),
    text,
    raised_at: raisedAt,
    ...(overAt !== undefined && { over_at: overAt }),
  };
}
