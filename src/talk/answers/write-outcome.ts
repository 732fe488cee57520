import type { Outcome } from "../../core/outcome.ts";
import type { Property } from "../../core/property.ts";
import type { Texts } from "../../texts/english.ts";
import type { Answer } from "../answer-event.ts";
import { sayDetail } from "../say-detail.ts";
import { sentence } from "../sentence.ts";
import { showValue } from "../show-value.ts";

/** What a command was about. */
export interface Target {
  readonly name: string;
  /** None of an action. */
  readonly property: Property | undefined;
  /** ms for which it was to be written; undefined: for good. */
  readonly lease?: number | undefined;
}

/** How a command ended, in one or two sentences. */
export function writeOutcome(outcome: Outcome, target: Target, texts: Texts): Answer {
  return sentence(said(outcome, target, texts));
}

function said(outcome: Outcome, { name, property, lease }: Target, texts: Texts): string {
  const { outcomes, refusals } = texts;
  switch (outcome.status) {
    case "done": {
      if (property === undefined || outcome.output === undefined) return outcomes.ran(name);
      const shown = showValue(property, outcome.output, texts);
      const stays = staysFor(property, lease);
      const value = stays === undefined ? shown : outcomes.lasting(shown, texts.values.duration(stays));
      return outcome.confirmed === "property" ? outcomes.isNow(name, value) : outcomes.taken(name, value);
    }
    case "refused":
      return outcomes.refused(sayDetail(outcome.detail, texts), refusals[outcome.code].remedy);
    case "failed":
      return outcomes.failed(name, sayDetail(outcome.detail, texts));
    case "unknown":
      return outcomes.unknown(name, sayDetail(outcome.detail, texts));
  }
}

/** What is written for a time is not the `safe_value`, so `max_on` ends it too. ms. */
function staysFor({ limits }: Property, lease: number | undefined): number | undefined {
  return lease === undefined ? undefined : Math.min(lease, limits.maxOn ?? lease);
}
