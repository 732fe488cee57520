import { asThingId, isId, reservedIds } from "../core/ids.ts";
import type { Property } from "../core/property.ts";
import type { Action, Thing } from "../core/thing.ts";
import { buildAction } from "./build-action.ts";
import type { BindingContext } from "./build-binding.ts";
import { buildBinding } from "./build-binding.ts";
import type { BuildContext, ConnectionTypes } from "./build-context.ts";
import { buildProperty } from "./build-property.ts";
import type { ReportDefaults } from "./build-report.ts";
import { checkNames, type Named } from "./check-names.ts";
import { checkShape } from "./check-shape.ts";
import { mergeMaps } from "./merge-profile.ts";
import type { Findings, Place } from "./problem.ts";
import { idShape } from "./schema/shapes.ts";
import { thingSchema } from "./schema/things.ts";
import {
  child,
  childEntries,
  childMap,
  childText,
  type MapEntry,
  type MapNode,
  type SourceNode,
} from "./source-node.ts";
import { didYouMean } from "./suggest-key.ts";
import { titleOf } from "./title-of.ts";

export interface ThingContext extends BuildContext {
  readonly types: ConnectionTypes;
  readonly defaults: ReportDefaults;
}

/** One Thing, its profile already merged into the node; undefined, and told why, when its own keys are wrong. */
export function buildThing(id: string, key: Place, node: MapNode, context: ThingContext): Thing | undefined {
  const { findings, types } = context;
  const checked = checkShape(thingSchema, node, findings);
  checkId(id, key, "a Thing", findings);
  const connection = childText(node, "connection");
  if (connection !== undefined && !types.has(connection)) {
    const place = child(node, "connection")?.place ?? node.place;
    findings.problem(place, `there is no connection ${connection}${didYouMean(connection, [...types.keys()])}`);
  }
  const inner: BindingContext = { ...context, connection, thingPlace: key };
  const properties = buildProperties(id, node, { ...inner, defaults: context.defaults });
  const actions = buildActions(id, node, properties, findings);
  checkNames(affordances(node), findings);
  const available = childMap(node, "available");
  return {
    id: asThingId(id),
    title: checked?.title ?? titleOf(id),
    aliases: checked?.aliases ?? [],
    properties,
    actionOutputs: [],
    actions,
    available: available && buildBinding("from", availability, available, inner),
  };
}

const availability = {
  type: "boolean",
  minimum: undefined,
  maximum: undefined,
  step: undefined,
  decimals: 0,
  enum: undefined,
} as const;

/** An id's shape, and that it is no word of the commands. */
function checkId(id: string, key: Place, what: string, findings: Findings): void {
  if (!isId(id)) findings.problem(key, `as the id of ${what} it ${idShape.sentence}`);
  else if (reservedIds.includes(id)) findings.problem(key, `${id} is a word of its own in commands; choose another id`);
}

function buildProperties(
  id: string,
  node: MapNode,
  context: BindingContext & { readonly defaults: ReportDefaults },
): Property[] {
  const properties: Property[] = [];
  for (const [name, { key, value }] of childEntries(node, "properties")) {
    checkId(name, key, "a property", context.findings);
    if (value.kind !== "map") {
      context.findings.problem(value.place, "should hold keys of its own, at least type and from or to");
      continue;
    }
    const whole = withThingKeys(value, node);
    const property = buildProperty(name, whole, { ...context, thing: asThingId(id) });
    if (property !== undefined) properties.push(property);
  }
  return properties;
}

/** A property with the Thing's `from` and `to` laid under its own. */
function withThingKeys(property: MapNode, thing: MapNode): MapNode {
  const entries = new Map(property.entries);
  for (const end of ["from", "to"]) {
    const below = childMap(thing, end);
    const own = entries.get(end);
    if (below === undefined || own?.value.kind !== "map") continue;
    entries.set(end, { ...own, value: mergeMaps(below, own.value) });
  }
  return { ...property, entries };
}

function buildActions(id: string, node: MapNode, properties: readonly Property[], findings: Findings): Action[] {
  const names = childEntries(node, "properties").map(([name]) => name);
  const actions: Action[] = [];
  for (const [name, { key, value }] of childEntries(node, "actions")) {
    checkId(name, key, "an action", findings);
    if (names.includes(name)) findings.problem(key, "a property has this name already; choose another one");
    const action = buildAction(name, value, { thing: asThingId(id), properties, names, findings });
    if (action !== undefined) actions.push(action);
  }
  return actions;
}

function affordances(node: MapNode): Named[] {
  return ["properties", "actions"].flatMap((group) =>
    childEntries(node, group).map(([name, entry]) => namesOf(name, entry)),
  );
}

/** The id, title and aliases of a Thing, property or action. */
export function namesOf(id: string, { key, value }: MapEntry): Named {
  const aliases = child(value, "aliases");
  const typed = [child(value, "title"), ...(aliases?.kind === "list" ? aliases.items : [])];
  return { id, names: [{ text: id, place: key }, ...typed.flatMap(textOf)] };
}

function textOf(node: SourceNode | undefined): Named["names"][number][] {
  return node?.kind === "scalar" && typeof node.value === "string" ? [{ text: node.value, place: node.place }] : [];
}
