import type { Decimal } from "../core/decimal.ts";
import { parseDuration } from "../core/duration.ts";
import type { ReportRule, ValueType } from "../core/property.ts";
import type { Findings } from "./problem.ts";
import { readDuration, readPositiveDuration } from "./read-duration.ts";
import { reportSchema } from "./schema/report.ts";
import { child, type SourceNode } from "./source-node.ts";

const tooRare = "at_least_every is shorter than at_most_every; make it longer";
const numbersAtMostEvery = 10_000;
const allAtLeastEvery = parseDuration(reportSchema.properties.at_least_every.default) ?? 600_000;

/** `report` and `stale` as the nearest `defaults` says them for a property that says nothing itself. */
export interface ReportDefaults {
  readonly change: Decimal | undefined;
  readonly atMostEvery: number | undefined;
  readonly atLeastEvery: number | undefined;
  readonly stale: number | undefined;
}

export const noDefaults: ReportDefaults = {
  change: undefined,
  atMostEvery: undefined,
  atLeastEvery: undefined,
  stale: undefined,
};

/** What `defaults` says, already checked by its schema; what it leaves out is as farther ones say. */
export function readDefaults(
  node: SourceNode | undefined,
  farther: ReportDefaults,
  findings: Findings,
): ReportDefaults {
  const report = child(node, "report");
  const own = readReport(report, findings);
  const atMostEvery = own.atMostEvery ?? farther.atMostEvery;
  const atLeastEvery = own.atLeastEvery ?? farther.atLeastEvery;
  if (report !== undefined && (atLeastEvery ?? allAtLeastEvery) < (atMostEvery ?? 0)) {
    findings.problem(report.place, tooRare);
  }
  const stale = readPositiveDuration(node, "stale", findings) ?? farther.stale;
  return { change: own.change ?? farther.change, atMostEvery, atLeastEvery, stale };
}

/** The report rule of one property: its own words, else those of `defaults`, else what suits its type. */
export function buildReport(
  type: ValueType,
  node: SourceNode | undefined,
  defaults: ReportDefaults,
  findings: Findings,
): ReportRule {
  const own = readReport(node, findings);
  const numeric = type === "number" || type === "integer";
  const change = child(node, "change");
  if (change !== undefined && !numeric) findings.problem(change.place, "only numbers have a change; leave it out");
  const atMostEvery = own.atMostEvery ?? defaults.atMostEvery ?? (numeric ? numbersAtMostEvery : 0);
  const atLeastEvery = own.atLeastEvery ?? defaults.atLeastEvery ?? allAtLeastEvery;
  if (node !== undefined && atLeastEvery < atMostEvery) {
    findings.problem(node.place, tooRare);
  }
  return { change: numeric ? (own.change ?? defaults.change) : undefined, atMostEvery, atLeastEvery };
}

function readReport(node: SourceNode | undefined, findings: Findings): Omit<ReportDefaults, "stale"> {
  const change = child(node, "change");
  const number = change?.kind === "scalar" ? change.value : undefined;
  return {
    change: typeof number === "object" && number !== null ? number : undefined,
    atMostEvery: readDuration(node, "at_most_every", findings),
    atLeastEvery: readDuration(node, "at_least_every", findings),
  };
}
