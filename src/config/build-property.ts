import type { XStatic } from "../../schemas/schema.ts";
import { affordancePath, type ThingId } from "../core/ids.ts";
import { noLimits, type Property, type ValueType } from "../core/property.ts";
import { isUnit, knownUnits } from "../core/unit.ts";
import { type BindingContext, buildBinding } from "./build-binding.ts";
import { buildOutput } from "./build-output.ts";
import { buildProcess } from "./build-process.ts";
import { buildReport, type ReportDefaults } from "./build-report.ts";
import { checkNumbers } from "./check-numbers.ts";
import { checkShape } from "./check-shape.ts";
import { checkUnread } from "./check-unread.ts";
import type { Findings } from "./problem.ts";
import { readPositiveDuration } from "./read-duration.ts";
import { readKey, readValue, type ValueShape, wanted } from "./read-value.ts";
import { propertySchema } from "./schema/property.ts";
import { child, childMap, type Exact, type MapNode, type SourceNode } from "./source-node.ts";
import { suggestKey } from "./suggest-key.ts";
import { titleOf } from "./title-of.ts";

export interface PropertyContext extends BindingContext {
  readonly thing: ThingId;
  readonly defaults: ReportDefaults;
}

type CheckedProperty = Exact<XStatic<typeof propertySchema>>;

const { properties: keys } = propertySchema;
const decimalsByDefault = 3;
/** Units that people write for degrees. */
const mistaken: ReadonlyMap<string, string> = new Map([
  ["C", "coulomb"],
  ["F", "farad"],
]);

/** One property, its limits still open; undefined, and told why, when something in it is wrong. */
export function buildProperty(name: string, node: MapNode, context: PropertyContext): Property | undefined {
  const { findings } = context;
  const checked = checkShape(propertySchema, node, findings);
  const told = checked && toldDecimals(checked);
  const shape = checked && shapeOf(checked, told, node, findings);
  const fromNode = childMap(node, "from");
  const toNode = childMap(node, "to");
  const from = fromNode && buildBinding("from", shape, fromNode, context);
  const to = toNode && buildOutput(shape, toNode, context);
  if (checked === undefined || shape === undefined) return undefined;
  if (fromNode === undefined && toNode === undefined) {
    findings.problem(node.place, "has neither from nor to; say where it is read or written");
  }
  if (toNode !== undefined) checkUnread(node, findings);
  const off = child(node, "off");
  if (toNode !== undefined && shape.type === "string" && shape.enum === undefined) {
    findings.problem(node.place, "a string that can be written needs its words; name them in enum");
  }
  return {
    thing: context.thing,
    name,
    path: affordancePath(context.thing, name),
    title: checked.title ?? titleOf(name),
    aliases: checked.aliases ?? [],
    unit: unitOf(checked.type, child(node, "unit"), findings),
    ...shape,
    hasDecimals: told !== undefined,
    labels: labelsOf(shape, childMap(node, "labels"), findings),
    private: checked.private ?? keys.private.default,
    critical: checked.critical ?? keys.critical.default,
    ask: checked.ask ?? keys.ask.default,
    momentary: checked.momentary ?? keys.momentary.default,
    stale: readPositiveDuration(node, "stale", findings) ?? context.defaults.stale,
    off: off && readValue(shape, off, findings),
    from,
    to,
    process: buildProcess(node, shape, findings),
    report: buildReport(checked.type, child(node, "report"), context.defaults, findings),
    limits: noLimits,
    onLinkLoss: undefined,
    readBack: readBackOf(checked, node, findings),
  };
}

/** How many digits after the point the configuration says that there are. */
function toldDecimals({ type, decimals, step, report }: CheckedProperty): number | undefined {
  if (type === "integer") return 0;
  return decimals === undefined ? (step?.scale ?? report?.change?.scale) : Number(decimals.coefficient);
}

function shapeOf(checked: CheckedProperty, told: number | undefined, node: MapNode, findings: Findings): ValueShape {
  const { type, minimum, maximum, step } = checked;
  checkNumbers(checked, node, findings);
  const decimals = told ?? decimalsByDefault;
  const words = child(node, "enum");
  if (words !== undefined && type !== "string")
    findings.problem(words.place, `only a string has words; this is a ${type}`);
  return { type, minimum, maximum, step, decimals, enum: type === "string" ? checked.enum : undefined };
}

function unitOf(type: ValueType, node: SourceNode | undefined, findings: Findings): string | undefined {
  if (node?.kind !== "scalar" || typeof node.value !== "string") return undefined;
  if (type === "boolean" || type === "string")
    findings.problem(node.place, `only numbers have a unit; this is a ${type}`);
  else if (mistaken.has(node.value)) {
    findings.warning(node.place, `${node.value} is ${mistaken.get(node.value)}; a temperature is Cel or °F`);
  } else if (!isUnit(node.value)) {
    const nearest = suggestKey(node.value, knownUnits);
    const hint =
      nearest === undefined ? 'use a SenML name such as Cel, "%RH", V, lx or Pa' : `did you mean "${nearest}"?`;
    findings.problem(node.place, `${node.value} is not a known unit; ${hint}`);
  }
  return node.value;
}

function labelsOf(shape: ValueShape, node: MapNode | undefined, findings: Findings): Property["labels"] {
  const labels: { readonly value: NonNullable<ReturnType<typeof readKey>>; readonly label: string }[] = [];
  for (const [name, { key, value }] of node?.entries ?? []) {
    const labelled = readKey(shape, name);
    const label = value.kind === "scalar" && typeof value.value === "string" ? value.value : undefined;
    if (labelled === undefined) findings.problem(key, `the key should be ${wanted(shape)}: it is the property's value`);
    else if (label !== undefined) labels.push({ value: labelled, label });
  }
  return labels;
}

function readBackOf(checked: CheckedProperty, node: MapNode, findings: Findings): Property["readBack"] {
  const readBack = child(node, "read_back");
  const within = readPositiveDuration(readBack, "within", findings);
  if (readBack === undefined || within === undefined) return undefined;
  const tolerance = checked.read_back?.tolerance;
  if (tolerance !== undefined && checked.type !== "number" && checked.type !== "integer") {
    findings.problem(child(readBack, "tolerance")?.place ?? readBack.place, "only numbers have a tolerance");
  }
  if (checked.from === undefined || checked.to === undefined) {
    findings.problem(readBack.place, "needs both from and to: what was written is read again");
  }
  return { within, tolerance };
}
