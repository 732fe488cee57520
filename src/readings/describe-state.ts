import type { LatestValue, StateContent } from "../../schemas/state.ts";
import { toEventValue } from "../core/event-value.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import type { Thing } from "../core/thing.ts";
import { type Audience, visibleProperties } from "./visible-properties.ts";

/** Latest reading of a property; undefined: nothing is known yet. */
export type Latest = (path: AffordancePath) => Reading | undefined;

/** The content of `dev.roomwire.state`: a Thing's latest values. What is not known yet is unavailable. */
export function describeState(thing: Thing, latest: Latest, audience: Audience): StateContent {
  const properties = visibleProperties(thing, audience);
  return {
    v: 1,
    properties: Object.fromEntries(
      properties.map((property) => [property.name, latestValue(property, latest(property.path))]),
    ),
  };
}

function latestValue({ type, unit }: Property, reading: Reading | undefined): LatestValue {
  const { value, quality = "unavailable", measuredAt } = reading ?? {};
  return {
    ...(value !== undefined && { value: toEventValue(value, type) }),
    ...(unit !== undefined && { unit }),
    quality,
    ...(value !== undefined && measuredAt !== undefined && { measured_at: measuredAt }),
  };
}
