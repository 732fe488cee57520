import type { Condition, ConditionTest } from "../core/condition.ts";
import { compareDecimals, type Decimal, formatDecimal } from "../core/decimal.ts";
import type { AffordancePath, ThingId } from "../core/ids.ts";
import type { Property } from "../core/property.ts";
import { checkShape } from "./check-shape.ts";
import { findProperty, type References } from "./find-property.ts";
import type { Findings, Place } from "./problem.ts";
import { readPositiveDuration } from "./read-duration.ts";
import { readValue } from "./read-value.ts";
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
}

/** One condition; undefined, and told why, when it is wrong. */
export function buildCondition(
  node: SourceNode,
  scope: ConditionScope,
  schema: typeof conditionSchema | typeof expectSchema = conditionSchema,
): Condition | undefined {
  const { findings } = scope.references;
  const checked = checkShape(schema, node, findings);
  const property = propertyOf(node, scope);
  if (checked === undefined || property === undefined) return undefined;
  const test = testOf(node, property, findings);
  const forMs = readPositiveDuration(node, "for", findings) ?? 0;
  if (test === undefined) return undefined;
  checkKnown(test, node, property, scope);
  checkMoment(test, node, scope);
  const clearAt = numberAt(node, "clear_at");
  if (clearAt !== undefined) checkClearAt(test, clearAt, child(node, "clear_at")?.place ?? node.place, findings);
  return { path: property.path, test, clearAt, forMs };
}

/** The conditions under a key, one or a list; those that are wrong are told and left out. */
export function buildConditions(node: SourceNode | undefined, scope: ConditionScope): readonly Condition[] {
  if (node === undefined || node.kind === "scalar") return [];
  const nodes = node.kind === "list" ? node.items : [node];
  return nodes.flatMap((item) => (item.kind === "map" ? (buildCondition(item, scope) ?? []) : []));
}

function propertyOf(node: SourceNode, { references, here, output }: ConditionScope): Property | undefined {
  const { findings } = references;
  const written = child(node, "property");
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

function testOf(node: SourceNode, property: Property, findings: Findings): ConditionTest | undefined {
  const is = child(node, "is");
  if (is !== undefined) {
    const value = readValue(property, is, findings);
    return value === undefined ? undefined : { kind: "is", value };
  }
  const staleMs = readPositiveDuration(node, "stale", findings);
  if (staleMs !== undefined) return { kind: "stale", afterMs: staleMs };
  if (child(node, "changes") !== undefined) return { kind: "changes" };
  return child(node, "stale") === undefined ? numberTestOf(node, property, findings) : undefined;
}

function numberTestOf(node: SourceNode, property: Property, findings: Findings): ConditionTest | undefined {
  const { type, minimum, maximum } = property;
  const wrong = (key: string, message: string): undefined =>
    findings.problem(child(node, key)?.place ?? node.place, message) as undefined;
  const key = ["above", "below", "outside"].find((name) => child(node, name) !== undefined) ?? "above";
  if (type !== "number" && type !== "integer")
    return wrong(key, `only numbers can be ${key}; ${property.path} is a ${type}`);
  const above = numberAt(node, "above");
  if (above !== undefined) {
    const never = maximum !== undefined && compareDecimals(above, maximum) >= 0;
    return never
      ? wrong(key, `can never be met; maximum is ${formatDecimal(maximum)}`)
      : { kind: "above", limit: above };
  }
  const below = numberAt(node, "below");
  if (below !== undefined) {
    const never = minimum !== undefined && compareDecimals(below, minimum) <= 0;
    return never
      ? wrong(key, `can never be met; minimum is ${formatDecimal(minimum)}`)
      : { kind: "below", limit: below };
  }
  const outside = child(node, "outside");
  const [low, high] = outside?.kind === "list" ? outside.items.map(numberOf) : [];
  if (low === undefined || high === undefined) return undefined;
  if (compareDecimals(low, high) > 0) return wrong(key, "the first is greater than the second; swap the two");
  return { kind: "outside", low, high };
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
  if (asks === "event" || test.kind === "stale" || test.kind === "changes") {
    references.findings.problem(place, `${path} is never read; give it a from, or name another property`);
  } else if (to?.safeValue === null) {
    references.findings.problem(
      place,
      `${path} is never read, and with safe_value null nobody knows its value; give it a from`,
    );
  }
}

/** What is met for a moment only can be waited for, and nothing else. */
function checkMoment(test: ConditionTest, node: SourceNode, { asks, references }: ConditionScope): void {
  if (test.kind !== "changes") return;
  const tell = (key: string, message: string): void =>
    references.findings.problem(child(node, key)?.place ?? node.place, message);
  if (child(node, "for") !== undefined) tell("for", "changes is met for a moment only; leave for out");
  if (asks === "state") tell("changes", "is met for a moment only; ask for a value with is, above or below");
}

function checkClearAt(test: ConditionTest, clearAt: Decimal, place: Place, findings: Findings): void {
  if (test.kind !== "above" && test.kind !== "below") {
    findings.problem(place, "goes with above or below only; leave it out, or make two conditions of it");
    return;
  }
  const side = compareDecimals(clearAt, test.limit);
  if (test.kind === "above" ? side > 0 : side < 0) {
    const wanted = test.kind === "above" ? "not be greater than above" : "not be less than below";
    findings.problem(place, `should ${wanted}, ${formatDecimal(test.limit)}: it is where the condition ends again`);
  }
}

function numberAt(node: SourceNode, key: string): Decimal | undefined {
  const found = child(node, key);
  return found && numberOf(found);
}

function numberOf(node: SourceNode): Decimal | undefined {
  return node.kind === "scalar" && typeof node.value === "object" && node.value !== null ? node.value : undefined;
}
