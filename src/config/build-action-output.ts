import type { Decimal } from "../core/decimal.ts";
import { isOn } from "../core/is-on.ts";
import type { OutputBinding, Property } from "../core/property.ts";
import type { ActionWork } from "../core/thing.ts";
import { isDecimal, type Value } from "../core/value.ts";
import type { ActionContext } from "./action-context.ts";
import { buildLimits, buildLinkLoss } from "./build-limits.ts";
import { buildOutput } from "./build-output.ts";
import { buildReport } from "./build-report.ts";
import { checkOutput, warnOfEndless } from "./check-output.ts";
import { checkPulse } from "./check-pulse.ts";
import { commandObjection } from "./command-objection.ts";
import { placeInThing } from "./place-in-thing.ts";
import { readPositiveDuration } from "./read-duration.ts";
import { readValue, type ValueShape } from "./read-value.ts";
import { actionOutputSchema } from "./schema/actions.ts";
import { child, childMap, type MapNode, type SourceNode } from "./source-node.ts";

/** What of an action its own output takes over. */
export type OutputDescription = Pick<Property, "thing" | "name" | "path" | "title" | "critical" | "ask">;

export interface BuiltActionOutput {
  readonly work: ActionWork;
  readonly output: Property;
}

/** The output that an action alone writes, and the action's work on it; undefined, and told why, when it is wrong. */
export function buildActionOutput(
  node: MapNode,
  described: OutputDescription,
  { draft, references }: ActionContext,
): BuiltActionOutput | undefined {
  const { findings } = references;
  const to = childMap(node, "to");
  if (to === undefined) return undefined;
  const shape = shapeOf(to);
  const binding = buildOutput(shape, to, draft.context, actionOutputSchema);
  const report = buildReport(shape?.type ?? "boolean", undefined, draft.defaults, findings);
  const plain = shape && binding && { ...described, ...shape, ...restOf(shape, binding), report };
  const limits = buildLimits(node, shape, { references, thing: draft.id, path: described.path });
  const onLinkLoss = buildLinkLoss(node, findings);
  const time = readPositiveDuration(to, "pulse", findings);
  if (plain === undefined) return undefined;
  const output = { ...plain, limits, onLinkLoss };
  checkOutput(output, node, findings);
  const written = child(to, "value");
  const value = written === undefined ? true : readValue(output, written, findings);
  if (value === undefined) return undefined;
  const safe = child(to, "safe_value")?.place ?? to.place;
  const places = { output: safe, value: written?.place ?? to.place, time: child(to, "pulse")?.place ?? to.place };
  if (child(to, "pulse") !== undefined) {
    checkPulse(output, { value, longest: time }, places, findings);
    return time === undefined ? undefined : { work: { ...pulseOf(time), property: output.name, value }, output };
  }
  const objection = commandObjection(output, value);
  if (objection !== undefined) findings.problem(places.value, objection);
  const endless = placeInThing(node.place, `actions.${described.name}`, draft);
  if (isOn(output, value)) warnOfEndless(output, endless, findings);
  return { work: { kind: "write", writes: [{ property: output.name, value }] }, output };
}

function pulseOf(time: number): Pick<ActionWork & { kind: "pulse" }, "kind" | "for"> {
  return { kind: "pulse", for: { default: time, maximum: time } };
}

type Later = "report" | "limits" | "onLinkLoss";

/** What the output can be is what it is told to be, and its `safe_value`. */
function shapeOf(to: MapNode): ValueShape | undefined {
  const written = child(to, "value");
  const values = [written === undefined ? true : scalarOf(written), scalarOf(child(to, "safe_value"))];
  const [value] = values;
  const bounds = { minimum: undefined, maximum: undefined, step: undefined };
  if (value === undefined) return undefined;
  if (typeof value === "boolean") return { ...bounds, type: "boolean", decimals: 0, enum: undefined };
  if (typeof value === "string") {
    const words = values.filter((word) => typeof word === "string");
    return { ...bounds, type: "string", decimals: 0, enum: [...new Set(words)] };
  }
  const decimals = Math.max(...values.filter(isNumber).map(({ scale }) => scale));
  return { ...bounds, type: decimals === 0 ? "integer" : "number", decimals, enum: undefined };
}

function isNumber(value: Value | undefined): value is Decimal {
  return isDecimal(value);
}

function scalarOf(node: SourceNode | undefined): Value | undefined {
  return node?.kind === "scalar" && node.value !== null ? node.value : undefined;
}

function restOf(
  shape: ValueShape,
  to: OutputBinding,
): Omit<Property, keyof OutputDescription | keyof ValueShape | Later> {
  return {
    aliases: [],
    unit: undefined,
    hasDecimals: true,
    labels: [],
    private: false,
    momentary: false,
    stale: undefined,
    // Words and numbers that it rests at mean off; of a boolean that is plain.
    off: shape.type === "boolean" ? undefined : (to.safeValue ?? undefined),
    from: undefined,
    to,
    process: [],
    readBack: undefined,
  };
}
