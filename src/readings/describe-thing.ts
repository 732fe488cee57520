import type { ActionDescription, PropertyDescription, ThingContent } from "../../schemas/thing.ts";
import { formatDecimal } from "../core/decimal.ts";
import { toEventValue } from "../core/event-value.ts";
import type { Property } from "../core/property.ts";
import type { Action, Thing } from "../core/thing.ts";
import { visibleActions } from "./visible-actions.ts";
import { type Audience, visibleProperties } from "./visible-properties.ts";

/** The content of `dev.roomwire.thing`. The same Thing gives the same JSON text, so a change shows in its hash. */
export function describeThing(thing: Thing, audience: Audience): ThingContent {
  return {
    v: 1,
    title: thing.title,
    properties: Object.fromEntries(
      visibleProperties(thing, audience).map((property) => [property.name, describeProperty(property)]),
    ),
    actions: Object.fromEntries(visibleActions(thing, audience).map((action) => [action.name, describeAction(action)])),
  };
}

function describeProperty(property: Property): PropertyDescription {
  const { title, type, unit, minimum, maximum, step, decimals, hasDecimals, labels, critical, from, to } = property;
  return {
    title,
    type,
    ...(unit !== undefined && { unit }),
    ...(minimum && { minimum: formatDecimal(minimum) }),
    ...(maximum && { maximum: formatDecimal(maximum) }),
    ...(step && { step: formatDecimal(step) }),
    ...(type === "number" && hasDecimals && { decimals }),
    ...(property.enum && { enum: [...property.enum] }),
    ...(labels.length > 0 && {
      labels: labels.map(({ value, label }) => ({ value: toEventValue(value, type), label })),
    }),
    ...(to === undefined && { readOnly: true }),
    ...(from === undefined && { writeOnly: true }),
    ...(critical && { critical }),
  };
}

function describeAction({ title, work, idempotent, critical }: Action): ActionDescription {
  const input = work.kind === "pulse" ? ({ type: "integer", unit: "ms", ...work.for } as const) : undefined;
  return { title, ...(input && { input }), ...(idempotent && { idempotent }), ...(critical && { critical }) };
}
