import type { Condition, ConditionTest } from "../core/condition.ts";
import type { AffordancePath, ThingId } from "../core/ids.ts";
import type { Property } from "../core/property.ts";
import { buildConditionTest, readClearAt } from "./build-condition-test.ts";
import { checkShape } from "./check-shape.ts";
import { findProperty, type References } from "./find-property.ts";
import { readPositiveDuration } from "./read-duration.ts";
import type { alertSchema } from "./schema/alerts.ts";
import { conditionSchema, type expectSchema } from "./schema/condition.ts";
import { child, childText, type SourceNode } from "./source-node.ts";

/** Where a condition stands, and so what it can ask. */
export interface ConditionScope {
  readonly references: References;
  /** The Thing whose properties can be named without it; undefined: paths only. */
  readonly here: ThingId | undefined;
  /** The output that hangs on it, which must be another one than it asks about. */
  readonly output: AffordancePath | undefined;
  /** `state`: it is asked whether it is met now. `event`: it is waited for, so only what is read can ever meet it. */
  readonly asks: "state" | "event";
  /** The property that is meant where none is named. */
  readonly own?: Property;
}

/** One condition; undefined, and told why, when it is wrong. */
export function buildCondition(
  node: SourceNode,
  scope: ConditionScope,
  schema: typeof conditionSchema | typeof expectSchema | typeof alertSchema = conditionSchema,
): Condition | undefined {
  const { findings } = scope.references;
  const checked = checkShape(schema, node, findings);
  const property = propertyOf(node, scope);
  const forMs = readPositiveDuration(node, "for", findings) ?? 0;
  if (checked === undefined || property === undefined) return undefined;
  const test = buildConditionTest(node, property, findings);
  if (test === undefined) return undefined;
  checkKnown(test, node, property, scope);
  if (test.kind === "changes") checkMoment(node, scope);
  return { path: property.path, test, clearAt: readClearAt(test, node, findings), forMs };
}

/** The conditions under a key, one or a list; those that are wrong are told and left out. */
export function buildConditions(node: SourceNode | undefined, scope: ConditionScope): readonly Condition[] {
  if (node === undefined || node.kind === "scalar") return [];
  const nodes = node.kind === "list" ? node.items : [node];
  return nodes.flatMap((item) => (item.kind === "map" ? (buildCondition(item, scope) ?? []) : []));
}

function propertyOf(node: SourceNode, { references, here, output, own }: ConditionScope): Property | undefined {
  const { findings } = references;
  const written = child(node, "property");
  if (written === undefined && own !== undefined) return own;
  if (written === undefined) {
    const path = `${node.place.path}.property`;
    const choice = here === undefined ? "thing/property" : "a property of the same Thing, or thing/property";
    findings.problem({ ...node.place, path }, `is missing: ${choice}`);
    return undefined;
  }
  const name = childText(node, "property");
  const property = name === undefined ? undefined : findProperty(name, written.place, here, references);
  if (property === undefined || property.path !== output) return property;
  findings.problem(written.place, "is the output itself; name what it should hang on");
  return undefined;
}

/** Nothing is known of what is neither read nor set to a `safe_value`, until somebody writes it. */
function checkKnown(
  test: ConditionTest,
  node: SourceNode,
  { from, to, path }: Property,
  { asks, references }: ConditionScope,
): void {
  if (from !== undefined) return;
  const place = child(node, "property")?.place ?? node.place;
  const tell = (message: string): void => references.findings.problem(place, `${path} is never read${message}`);
  if (asks === "event" || test.kind === "stale" || test.kind === "changes") {
    tell("; give it a from, or name another property");
  } else if (to?.safeValue === null) {
    tell(", and with safe_value null nobody knows its value; give it a from");
  }
}

/** What is met for a moment only can be waited for, and nothing else. */
function checkMoment(node: SourceNode, { asks, references }: ConditionScope): void {
  const tell = (key: string, message: string): void => {
    const written = child(node, key);
    if (written !== undefined)
      references.findings.problem(written.place, `changes is met for a moment only; ${message}`);
  };
  tell("for", "leave for out");
  if (asks === "state") tell("changes", "ask for a value with is, above or below");
}
