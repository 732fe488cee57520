import { alerts } from "./de/alerts.ts";
import { chart } from "./de/chart.ts";
import { details } from "./de/details.ts";
import { help } from "./de/help.ts";
import { introduce } from "./de/introduce.ts";
import { log } from "./de/log.ts";
import { notices } from "./de/notices.ts";
import { outcomes } from "./de/outcomes.ts";
import { questions } from "./de/questions.ts";
import { refusals } from "./de/refusals.ts";
import { status } from "./de/status.ts";
import { trust } from "./de/trust.ts";
import { values } from "./de/values.ts";
import { who } from "./de/who.ts";
import { words } from "./de/words.ts";
import type { Texts } from "./english.ts";

/** Everything the agent says to people, in German. */
export const german: Texts = {
  code: "de",
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
