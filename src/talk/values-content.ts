import { type ValuesContent, valuesType } from "../../schemas/values.ts";
import { latestValue } from "../core/latest-value.ts";
import type { Thing } from "../core/thing.ts";
import type { Values } from "./answers/thing.ts";

/** UTF-16 units of JSON: text, HTML and this have to fit one event. */
const longest = 8_000;

/** What rides along with an answer that tells values, for programs: those of the same Things, as many as have room. */
export function valuesContent(
  things: readonly Thing[],
  { latest, now }: Pick<Values, "latest" | "now">,
): { readonly [valuesType]: ValuesContent } {
  const told: Record<string, ValuesContent["things"][string]> = {};
  let [room, more] = [longest, 0];
  for (const { id, properties } of things) {
    const values =
      room < 0 ? {} : Object.fromEntries(properties.map((one) => [one.name, latestValue(one, latest(one.path))]));
    room -= JSON.stringify(values).length;
    if (room < 0) more += 1;
    else told[id] = values;
  }
  return { [valuesType]: { v: 1, at: now, things: told, ...(more > 0 && { more }) } };
}
