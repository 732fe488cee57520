import type { Texts } from "../../texts/english.ts";
import type { Answer } from "../answer-event.ts";
import { sentence } from "../sentence.ts";
import { stack, table } from "../table.ts";

/** `!help`: what can be typed. */
export function help({ help: { title, forms, footer } }: Texts): Answer {
  return stack([sentence(title), table(forms.map(({ form, does }) => [form, does])), sentence(footer)]);
}
