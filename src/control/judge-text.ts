import type { ChartWish } from "../core/chart-wish.ts";
import { everything } from "../core/command.ts";
import type { UserId } from "../core/ids.ts";
import type { RoomFacts } from "../core/room-ports.ts";
import type { Admission } from "./admit-command.ts";
import { admitText, type TextOrigin, type TextRules } from "./admit-text.ts";
import type { Wish } from "./admit-wish.ts";
import { judgeTextAge } from "./freshness.ts";
import { judgeRight } from "./judge-right.ts";
import { refuse } from "./refusal.ts";
import type { Understanding } from "./speech.ts";
import type { CodeJudgement, TextCodes } from "./text-codes.ts";

export type Asked = Exclude<Understanding, { kind: "chatter" | "pair" }>;

export interface JudgeTextRules extends TextRules {
  readonly agent: UserId;
  readonly codes: Pick<TextCodes, "judge">;
  readonly roomFacts: Pick<RoomFacts, "agents">;
}

export type TextJudgement = (
  | Admission
  | { readonly kind: "answered"; readonly content: object }
  | { readonly kind: "chart"; readonly chart: ChartWish }
  | { readonly kind: "ignored" }
) & {
  /** A code that was typed, to be counted with the verdict. */
  readonly typed?: CodeJudgement;
};

/** What becomes of an understood text of a trusted operator. */
export function judgeText(understood: Asked, origin: TextOrigin, rules: JudgeTextRules): TextJudgement {
  const others = rules.roomFacts.agents(origin.event.room).filter((user) => user !== rules.agent);
  const isMeant = understood.isAddressed || others.length === 0;
  switch (understood.kind) {
    case "answer": {
      if (understood.isDoubt && !isMeant) return { kind: "ignored" };
      const stale = judgeTextAge({ sentAt: origin.sentAt, receivedAt: origin.event.receivedAt }, rules.clock);
      return stale ?? { kind: "answered", content: understood.content };
    }
    case "wish":
      if (!isMeant && needsAddress(understood.wish)) return refuse("not-addressed");
      return admitText(understood.wish, origin, rules, false);
    case "chart":
      return judgeChart(understood.chart, origin, rules);
    case "code":
      return judgeCode(understood, isMeant, origin, rules);
  }
}

/** Who asks must be allowed to read each of them. */
function judgeChart(
  chart: ChartWish,
  { event, operator, sentAt }: TextOrigin,
  { clock }: JudgeTextRules,
): TextJudgement {
  for (const { thing, name } of chart.properties) {
    const refusal = judgeRight({ thing, op: "read", name }, operator, clock);
    if (refusal !== undefined) return refusal;
  }
  return judgeTextAge({ sentAt, receivedAt: event.receivedAt }, clock) ?? { kind: "chart", chart };
}

/** Where several agents hear it, a text that moves something names one. Who shouts stop means all, and so does who has seen what rang. */
function needsAddress({ thing, op, name }: Wish): boolean {
  return op !== "read" && !(thing === everything && (name === "stop" || name === "ack"));
}

function judgeCode(
  { code, isBare }: Asked & { kind: "code" },
  isMeant: boolean,
  origin: TextOrigin,
  rules: JudgeTextRules,
): TextJudgement {
  const { event, operator } = origin;
  const typed = rules.codes.judge(operator.user, event.room, code);
  switch (typed.kind) {
    case "right":
      return { ...admitText(typed.wish, origin, rules, true), typed };
    case "expired":
      return { ...refuse("challenge-expired", "The code came after more than 30 s."), typed };
    case "wrong":
      // Among several agents the digits may be another one's.
      if (isBare && !isMeant) return { kind: "ignored", typed };
      return { ...refuse("challenge-wrong", wrongCode(typed.triesLeft)), typed };
    case "none":
      if (isBare || !isMeant) return { kind: "ignored" };
      return refuse("challenge-wrong", "No code was asked for here.");
  }
}

function wrongCode(triesLeft: number): string {
  if (triesLeft <= 0) return "That is not the code, and it is void now.";
  return `That is not the code; ${triesLeft === 1 ? "1 try is" : `${triesLeft} tries are`} left.`;
}
