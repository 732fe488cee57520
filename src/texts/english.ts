import { alerts } from "./en/alerts.ts";
import { chart } from "./en/chart.ts";
import { details } from "./en/details.ts";
import { help } from "./en/help.ts";
import { introduce } from "./en/introduce.ts";
import { log } from "./en/log.ts";
import { notices } from "./en/notices.ts";
import { outcomes } from "./en/outcomes.ts";
import { questions } from "./en/questions.ts";
import { refusals } from "./en/refusals.ts";
import { status } from "./en/status.ts";
import { trust } from "./en/trust.ts";
import { values } from "./en/values.ts";
import { who } from "./en/who.ts";
import { words } from "./en/words.ts";

/** Everything the agent says to people, in English. */
export const english = {
  /** As `Intl` names the language. */
  code: "en",
  alerts,
  chart,
  details,
  help,
  introduce,
  log,
  notices,
  outcomes,
  questions,
  refusals,
  status,
  trust,
  values,
  who,
  words,
};

/** What every language has: the same keys, other words. A key that one lacks fails the type check. */
export type Texts = typeof english;
