import type { Decimal } from "../core/decimal.ts";
import { parseDuration } from "../core/duration.ts";
import type { ReportRule, ValueType } from "../core/property.ts";
import type { Findings } from "./problem.ts";
import { readDuration } from "./read-duration.ts";
import { reportSchema } from "./schema/report.ts";
import { child, type SourceNode } from "./source-node.ts";

const numbersAtMostEvery = 10_000;
const allAtLeastEvery = parseDuration(reportSchema.properties.at_least_every.default) ?? 600_000;

/** `report` and `stale` as `defaults` says them for every property. */
export interface ReportDefaults {
  readonly change: Decimal | undefined;
  readonly atMostEvery: number | undefined;
  readonly atLeastEvery: number | undefined;
  readonly stale: number | undefined;
}

/** What `defaults` says, already checked by its schema. */
export function readDefaults(node: SourceNode | undefined, findings: Findings): ReportDefaults {
  const report = child(node, "report");
  return { ...readReport(report, findings), stale: readDuration(node, "stale", findings) };
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
    findings.problem(node.place, "at_least_every is shorter than at_most_every; make it longer");
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
