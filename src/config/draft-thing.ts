import { type AffordancePath, affordancePath, asThingId, isId, reservedIds, type ThingId } from "../core/ids.ts";
import type { Property } from "../core/property.ts";
import type { Thing } from "../core/thing.ts";
import { type BindingContext, buildBinding } from "./build-binding.ts";
import type { BuildContext, ConnectionTypes } from "./build-context.ts";
import { buildProperty } from "./build-property.ts";
import { type ReportDefaults, readDefaults } from "./build-report.ts";
import { checkNames, type Named } from "./check-names.ts";
import { checkShape } from "./check-shape.ts";
import { mergeMaps } from "./merge-maps.ts";
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

/** A Thing without what may name other Things: limits and actions can be read when all Things are known. */
export interface ThingDraft extends Pick<Thing, "id" | "title" | "aliases" | "available"> {
  /** Its profile merged. */
  readonly node: MapNode;
  readonly context: BindingContext;
  /** Its own, and behind them those of the file. */
  readonly defaults: ReportDefaults;
  readonly properties: readonly PropertyDraft[];
}

export interface PropertyDraft {
  readonly name: string;
  readonly path: AffordancePath;
  /** The Thing's `from` and `to` laid under its own. */
  readonly node: MapNode;
  /** Without limits; undefined where something in it is wrong and was told. */
  readonly property: Property | undefined;
}

/** The first look at a Thing; its profile is already merged into the node. */
export function draftThing(id: string, key: Place, node: MapNode, context: ThingContext): ThingDraft {
  const { findings, types, reserved } = context;
  const checked = checkShape(thingSchema, node, findings);
  const defaults = readDefaults(child(node, "defaults"), context.defaults, findings);
  checkId(id, key, "a Thing", findings);
  const connection = childText(node, "connection");
  if (connection !== undefined && !types.has(connection)) {
    const place = child(node, "connection")?.place ?? node.place;
    findings.problem(place, `there is no connection ${connection}${didYouMean(connection, [...types.keys()])}`);
  }
  const inner: BindingContext = { ...context, connection, thingPlace: key };
  const properties = draftProperties(asThingId(id), node, inner, defaults);
  checkActionNames(node, findings);
  checkNames(affordances(node), reserved, findings);
  const available = childMap(node, "available");
  return {
    id: asThingId(id),
    title: checked?.title ?? titleOf(id),
    aliases: checked?.aliases ?? [],
    available: available && buildBinding("from", availability, available, inner),
    node,
    context: inner,
    defaults,
    properties,
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

function draftProperties(
  thing: ThingId,
  node: MapNode,
  context: BindingContext,
  defaults: ReportDefaults,
): PropertyDraft[] {
  const drafts: PropertyDraft[] = [];
  for (const [name, { key, value }] of childEntries(node, "properties")) {
    checkId(name, key, "a property", context.findings);
    if (value.kind !== "map") {
      context.findings.problem(value.place, "should hold keys of its own, at least type and from or to");
      continue;
    }
    const whole = withThingKeys(value, node);
    const property = buildProperty(name, whole, { ...context, defaults, thing });
    drafts.push({ name, path: affordancePath(thing, name), node: whole, property });
  }
  return drafts;
}

/** A property or an action with the Thing's `from` and `to` laid under its own. */
export function withThingKeys(affordance: MapNode, thing: MapNode): MapNode {
  const entries = new Map(affordance.entries);
  for (const end of ["from", "to"]) {
    const below = childMap(thing, end);
    const own = entries.get(end);
    if (below === undefined || own?.value.kind !== "map") continue;
    entries.set(end, { ...own, value: mergeMaps(below, own.value) });
  }
  return { ...affordance, entries };
}

function checkActionNames(node: MapNode, findings: Findings): void {
  const taken = childEntries(node, "properties").map(([name]) => name);
  for (const [name, { key }] of childEntries(node, "actions")) {
    checkId(name, key, "an action", findings);
    if (taken.includes(name)) findings.problem(key, "a property has this name already; choose another one");
  }
}

function affordances(node: MapNode): Named[] {
  return ["properties", "actions"].flatMap((group) =>
    childEntries(node, group).map(([name, entry]) => namesOf(name, entry)),
  );
}

/** The id, title and aliases of a Thing, property or action. What a profile calls it can be changed where it is used. */
export function namesOf(id: string, { key, value }: MapEntry): Named {
  const aliases = child(value, "aliases");
  const typed = [child(value, "title"), ...(aliases?.kind === "list" ? aliases.items : [])];
  const names = typed
    .flatMap(textOf)
    .map(({ text, place }) => ({ text, place: place.file === key.file ? place : key }));
  return { id, names: [{ text: id, place: key }, ...names] };
}

function textOf(node: SourceNode | undefined): Named["names"][number][] {
  return node?.kind === "scalar" && typeof node.value === "string" ? [{ text: node.value, place: node.place }] : [];
}
