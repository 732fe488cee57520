import type { ConditionTest } from "../core/condition.ts";
import { compareDecimals, type Decimal, formatDecimal } from "../core/decimal.ts";
import type { Property } from "../core/property.ts";
import type { Findings } from "./problem.ts";
import { readPositiveDuration } from "./read-duration.ts";
import { readValue } from "./read-value.ts";
import { child, type SourceNode } from "./source-node.ts";

/** What a condition asks of the property; the schema has seen to it that it asks one thing. undefined: wrong, and told. */
export function buildConditionTest(
  node: SourceNode,
  property: Property,
  findings: Findings,
): ConditionTest | undefined {
  const is = child(node, "is");
  if (is !== undefined) {
    const value = readValue(property, is, findings);
    return value === undefined ? undefined : { kind: "is", value };
  }
  if (child(node, "stale") !== undefined) {
    const afterMs = readPositiveDuration(node, "stale", findings);
    return afterMs === undefined ? undefined : { kind: "stale", afterMs };
  }
  return child(node, "changes") === undefined ? numberTest(node, property, findings) : { kind: "changes" };
}

function numberTest(node: SourceNode, property: Property, findings: Findings): ConditionTest | undefined {
  const { type, minimum, maximum, path } = property;
  const key = ["above", "below", "outside"].find((name) => child(node, name) !== undefined);
  const written = key === undefined ? undefined : child(node, key);
  if (written === undefined) return undefined;
  const wrong = (message: string): undefined => findings.problem(written.place, message) as undefined;
  if (type !== "number" && type !== "integer") return wrong(`only numbers can be ${key}; ${path} is a ${type}`);
  if (written.kind === "list") return outsideTest(written.items.map(numberOf), wrong);
  const limit = numberOf(written);
  if (limit === undefined) return undefined;
  if (key === "above") {
    const never = maximum !== undefined && compareDecimals(limit, maximum) >= 0;
    return never ? wrong(`can never be met: maximum is ${formatDecimal(maximum)}`) : { kind: "above", limit };
  }
  const never = minimum !== undefined && compareDecimals(limit, minimum) <= 0;
  return never ? wrong(`can never be met: minimum is ${formatDecimal(minimum)}`) : { kind: "below", limit };
}

function outsideTest(
  [low, high]: readonly (Decimal | undefined)[],
  wrong: (message: string) => undefined,
): ConditionTest | undefined {
  if (low === undefined || high === undefined) return undefined;
  const swapped = compareDecimals(low, high) > 0;
  return swapped ? wrong("the first is greater than the second; swap the two") : { kind: "outside", low, high };
}

/** `clear_at`, on the right side of what the condition asks; undefined where there is none. */
export function readClearAt(test: ConditionTest, node: SourceNode, findings: Findings): Decimal | undefined {
  const written = child(node, "clear_at");
  const clearAt = written && numberOf(written);
  if (written === undefined || clearAt === undefined) return undefined;
  const objection = clearAtObjection(test, clearAt);
  if (objection !== undefined) findings.problem(written.place, objection);
  return clearAt;
}

function clearAtObjection(test: ConditionTest, clearAt: Decimal): string | undefined {
  const end = "it is where the condition ends again";
  switch (test.kind) {
    case "above":
      if (compareDecimals(clearAt, test.limit) <= 0) return undefined;
      return `should not be greater than above, ${formatDecimal(test.limit)}: ${end}`;
    case "below":
      if (compareDecimals(clearAt, test.limit) >= 0) return undefined;
      return `should not be less than below, ${formatDecimal(test.limit)}: ${end}`;
    case "outside":
      if (compareDecimals(clearAt, test.low) >= 0 && compareDecimals(clearAt, test.high) <= 0) return undefined;
      return `should be from ${formatDecimal(test.low)} to ${formatDecimal(test.high)}: ${end}`;
    case "is":
    case "stale":
    case "changes":
      return "goes with above, below or outside only; leave it out";
  }
}

function numberOf(node: SourceNode): Decimal | undefined {
  return node.kind === "scalar" && typeof node.value === "object" && node.value !== null ? node.value : undefined;
}
