import type { Action, Thing } from "../core/thing.ts";
import { type Audience, visibleProperties } from "./visible-properties.ts";

/** What of a Thing's actions may be told there: one that switches a private property would tell of it. */
export function visibleActions(thing: Thing, audience: Audience): readonly Action[] {
  const visible = [...visibleProperties(thing, audience), ...thing.actionOutputs].map(({ name }) => name);
  return thing.actions.filter(({ work }) => {
    const switched = work.kind === "pulse" ? [work.property] : work.writes.map(({ property }) => property);
    return switched.every((name) => visible.includes(name));
  });
}
