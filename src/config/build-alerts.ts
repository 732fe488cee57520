import type { AlertRule, AlertSettings } from "../core/alert-rule.ts";
import { parseTimeOfDay, type QuietHours } from "../core/quiet-hours.ts";
import { sayCondition } from "../core/say-condition.ts";
import { buildCondition } from "./build-condition.ts";
import { checkShape } from "./check-shape.ts";
import type { PropertyDraft, ThingDraft } from "./draft-thing.ts";
import type { References } from "./find-property.ts";
import type { Findings } from "./problem.ts";
import { readPositiveDuration } from "./read-duration.ts";
import { readRate } from "./read-rate.ts";
import { alertSchema, alertsSchema } from "./schema/alerts.ts";
import { child, childText, type SourceNode } from "./source-node.ts";

const usual = { repeatMs: 3_600_000, linkLostMs: 600_000, refused: { count: 5, within: 3_600_000 } };

/** What the file says of alerts, and those of every property. */
export function buildAlerts(node: SourceNode | undefined, references: References): AlertSettings {
  const { findings, drafts } = references;
  if (node !== undefined) checkShape(alertsSchema, node, findings);
  const repeatMs = readRepeat(node, usual.repeatMs, findings);
  const things = [...drafts.values()].flatMap((draft) => draft ?? []);
  return {
    rules: things.flatMap((draft) => rulesOf(draft, repeatMs, references)),
    repeatMs,
    quietHours: readQuietHours(child(node, "quiet_hours"), findings),
    linkLostMs: readPositiveDuration(node, "link_lost", findings) ?? usual.linkLostMs,
    refused: readRate(node, "refused", findings) ?? usual.refused,
  };
}

function rulesOf(draft: ThingDraft, repeatMs: number | undefined, references: References): readonly AlertRule[] {
  return draft.properties.flatMap((property) => {
    const list = child(property.node, "alerts");
    const nodes = list?.kind === "list" ? list.items : [];
    const taken = new Set<string>();
    return nodes.flatMap((node) => {
      const rule = node.kind === "map" ? buildRule(node, draft, property, repeatMs, references) : undefined;
      if (rule === undefined) return [];
      if (taken.has(rule.key)) references.findings.problem(node.place, "the same stands here already; leave one out");
      taken.add(rule.key);
      return [rule];
    });
  });
}

function buildRule(
  node: SourceNode,
  draft: ThingDraft,
  { property, path }: PropertyDraft,
  repeatMs: number | undefined,
  references: References,
): AlertRule | undefined {
  // What is wrong in the property itself was told.
  if (property === undefined) return undefined;
  const scope = { references, here: draft.id, output: undefined, asks: "event", own: property } as const;
  const condition = buildCondition(node, scope, alertSchema);
  if (condition === undefined) return undefined;
  const urgent = child(node, "urgent");
  return {
    key: `${path}: ${sayCondition(condition)}`,
    thing: draft.id,
    path,
    condition,
    text: childText(node, "text"),
    repeatMs: readRepeat(node, repeatMs, references.findings),
    isUrgent: urgent?.kind === "scalar" && urgent.value === true,
  };
}

/** ms; undefined: never. */
function readRepeat(node: SourceNode | undefined, unsaid: number | undefined, findings: Findings): number | undefined {
  if (childText(node, "repeat") === "never") return undefined;
  const ms = readPositiveDuration(node, "repeat", findings);
  const place = child(node, "repeat")?.place;
  if (ms !== undefined && ms < leastRepeatMs && place !== undefined) findings.problem(place, "should be at least 1m");
  return ms ?? unsaid;
}

/** A homeserver with its default limits takes no more. */
const leastRepeatMs = 60_000;

function readQuietHours(node: SourceNode | undefined, findings: Findings): QuietHours | undefined {
  const from = parseTimeOfDay(childText(node, "from") ?? "");
  const to = parseTimeOfDay(childText(node, "to") ?? "");
  if (node === undefined || from === undefined || to === undefined) return undefined;
  if (from === to) findings.problem(node.place, "begin and end at the same time; leave them out, or change one");
  return { from, to };
}
