import { cutText } from "../core/cut-text.ts";
import { type Decimal, formatDecimal, formatShortest } from "../core/decimal.ts";
import { showValue } from "../core/event-value.ts";
import type { ProcessStep } from "../core/process-step.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import { timeText } from "../core/time-text.ts";
import { isDecimal, type Value, type Wire } from "../core/value.ts";
import type { Tried } from "../wiring/try-readings.ts";

type TriedReading = Tried & { readonly kind: "reading" };

/** `2026-…Z  box/level  "21.46" → 21.5 °C  ok, recorded`: raw → decoded → processed, quality, and why it is not recorded. */
export function tryLine(tried: Tried): string {
  const { at, raw } = tried;
  if (tried.kind === "presence") {
    const { thing, isThere, fault } = tried;
    const says =
      isThere === undefined ? `makes no sense: ${fault?.detail ?? ""}` : isThere ? "is there" : "is not there";
    return [timeText(at), thing.id, `available ${raw === undefined ? "" : `${rawText(raw)} → `}${says}`].join("  ");
  }
  const stages = stagesOf(tried).join(" → ");
  return [timeText(at), tried.property.path, stages === "" ? "-" : stages, outcomeOf(tried)].join("  ");
}

/** The same for programs, numbers as decimal strings. */
export function tryJson(tried: Tried): string {
  const { at } = tried;
  const raw = tried.raw === undefined ? null : isDecimal(tried.raw) ? formatDecimal(tried.raw) : tried.raw;
  if (tried.kind === "presence") {
    const { thing, isThere = null, fault = null } = tried;
    return JSON.stringify({ kind: "presence", at, thing: thing.id, raw, available: isThere, fault });
  }
  const { property, decoded, seen, verdict } = tried;
  return JSON.stringify({
    kind: "reading",
    at,
    thing: property.thing,
    name: property.name,
    raw,
    decoded: jsonValue(decoded?.value, formatShortest),
    value: jsonValue(seen?.value, formatDecimal),
    unit: property.unit ?? null,
    quality: seen?.quality ?? null,
    measured_at: seen?.measuredAt ?? null,
    fault: seen?.fault ?? null,
    recorded: verdict === "recorded",
    why: verdict === "recorded" ? null : typeof verdict === "string" ? verdict : "process",
  });
}

function stagesOf({ property, raw, decoded, seen }: TriedReading): readonly string[] {
  const steps = property.process.length > 0 && decoded?.value !== undefined ? [plainText(decoded.value)] : [];
  const end = seen?.value === undefined ? [] : [showValue(property, seen.value)];
  return [...(raw === undefined ? [] : [rawText(raw)]), ...steps, ...end];
}

function outcomeOf({ property, seen, verdict }: TriedReading): string {
  if (typeof verdict === "object") return `not passed on: ${stepText(verdict.stoppedBy)}`;
  return `${seen === undefined ? "" : qualityText(seen)}, ${verdictText(property, verdict)}`;
}

function qualityText({ quality, fault }: Reading): string {
  return fault === undefined ? quality : `${quality} (${fault.code}: ${fault.detail})`;
}

function verdictText({ report }: Property, verdict: TriedReading["verdict"]): string {
  switch (verdict) {
    case "recorded":
      return "recorded";
    case "same":
      return report.change === undefined
        ? "not recorded: the same as the last one"
        : `not recorded: less than ${formatDecimal(report.change)} from the last one (report.change)`;
    case "too-soon":
      return `not recorded yet: the last one was less than ${report.atMostEvery / 1000} s ago (report.at_most_every)`;
    case "unknown-age":
      return "not recorded: retained, so nobody knows when it was (momentary)";
    default:
      return "";
  }
}

function stepText(step: ProcessStep | undefined): string {
  switch (step?.kind) {
    case "settle":
      return `it must stay the same for ${step.for / 1000} s (settle)`;
    case "throttle":
      return `the last one was less than ${step.every / 1000} s ago (throttle)`;
    case "delta":
      return `less than ${formatDecimal(step.least)} from the last one (delta)`;
    default:
      return "process";
  }
}

const longestShown = 80;

function rawText(raw: Wire): string {
  const text = typeof raw === "string" ? JSON.stringify(raw) : isDecimal(raw) ? formatDecimal(raw) : String(raw);
  return cutText(text, longestShown);
}

/** Without the digits that are only kept for the steps. */
function plainText(value: Value): string {
  return isDecimal(value) ? formatShortest(value) : String(value);
}

function jsonValue(value: Value | undefined, text: (decimal: Decimal) => string): boolean | string | null {
  if (value === undefined) return null;
  return isDecimal(value) ? text(value) : value;
}
