import type { Answer } from "./answer-event.ts";
import { escapeHtml } from "./escape-html.ts";

/** A sentence as an answer of its own. */
export function sentence(text: string): Answer {
  return { body: text, html: `<p>${escapeHtml(text)}</p>` };
}
