import type { Outcome } from "../../core/outcome.ts";
import type { Property } from "../../core/property.ts";
import type { Texts } from "../../texts/english.ts";
import type { Answer } from "../answer-event.ts";
import { sayDetail } from "../say-detail.ts";
import { sentence } from "../sentence.ts";
import { showValue } from "../show-value.ts";

/** How a command ended, in one or two sentences. `property` is missing for an action. */
export function writeOutcome(outcome: Outcome, name: string, property: Property | undefined, texts: Texts): Answer {
  return sentence(said(outcome, name, property, texts));
}

function said(outcome: Outcome, name: string, property: Property | undefined, texts: Texts): string {
  const { outcomes, refusals } = texts;
  switch (outcome.status) {
    case "done": {
      if (property === undefined || outcome.output === undefined) return outcomes.ran(name);
      const value = showValue(property, outcome.output, texts);
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
