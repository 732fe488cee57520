import type { StateContent } from "../../schemas/state.ts";
import type { AffordancePath } from "../core/ids.ts";
import { latestValue } from "../core/latest-value.ts";
import type { Reading } from "../core/reading.ts";
import type { Thing } from "../core/thing.ts";
import { type Audience, visibleProperties } from "./visible-properties.ts";

/** Latest reading of a property; undefined: nothing is known yet. */
export type Latest = (path: AffordancePath) => Reading | undefined;

/** The content of `dev.roomwire.state`: a Thing's latest values; none of one that is gone. */
export function describeState(thing: Thing | undefined, latest: Latest, audience: Audience): StateContent {
  const properties = thing === undefined ? [] : visibleProperties(thing, audience);
  return {
    v: 1,
    properties: Object.fromEntries(
      properties.map((property) => [property.name, latestValue(property, latest(property.path))]),
    ),
  };
}
