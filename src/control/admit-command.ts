import { type CommandContent, commandSchema } from "../../schemas/command.ts";
import { compileCheck, type SchemaProblem } from "../checking/compile-check.ts";
import type { Operator } from "../config/configuration.ts";
import type { Clock } from "../core/clock.ts";
import type { Command } from "../core/command.ts";
import { cutText } from "../core/cut-text.ts";
import type { UserId } from "../core/ids.ts";
import { refusalCodes } from "../core/refusal-codes.ts";
import type { InboxEvent } from "../core/room-ports.ts";
import type { Thing } from "../core/thing.ts";
import { admitWish, deedOf, type FittingWish, type Wish } from "./admit-wish.ts";
import type { Challenges } from "./challenges.ts";
import { judgeFreshness } from "./freshness.ts";
import { eventNeedsChallenge } from "./needs-challenge.ts";
import { type Refusal, refuse } from "./refusal.ts";

export interface CommandRules {
  readonly agent: UserId;
  readonly things: readonly Thing[];
  readonly clock: Clock;
  readonly challenges: Pick<Challenges, "judge">;
  readonly knowsCommand: (id: string) => boolean;
}

const checkContent = compileCheck(commandSchema);

export type Admission =
  | {
      readonly kind: "admitted";
      readonly command: Command;
      readonly wish: FittingWish;
      /** A challenge that it answered, to be used up with the verdict. */
      readonly answered?: string;
    }
  | (Refusal & {
      /** The wish to ask back for. */
      readonly asks?: { readonly wish: Wish; readonly fitting: FittingWish };
      readonly answered?: string;
    });

/** Rules 4 to 7 for the decrypted content of a command event. Reads the journal and the challenges, changes nothing. */
export function admitCommand(
  event: InboxEvent,
  content: Readonly<Record<string, unknown>>,
  operator: Operator,
  rules: CommandRules,
): Admission {
  const checked = checkEnvelope(event, content, rules);
  if (checked.kind === "refused") return checked;
  const { wish } = checked;
  const { id, challenge, issued_at: issuedAt, expires_at: expiresAt } = wish;
  const { clock, challenges } = rules;
  const fitting = admitWish(wish, operator, rules.things, clock);
  if (fitting.kind === "refused") return fitting;
  const stale = judgeFreshness({ issuedAt, expiresAt }, clock);
  if (stale !== undefined) return stale;
  if (challenge === undefined && eventNeedsChallenge(fitting, clock.isTrusted())) {
    return { ...refuse("challenge", whyAsked(clock)), asks: { wish, fitting } };
  }
  const wrong = challenge === undefined ? undefined : challenges.judge(event.sender, wish, challenge);
  if (wrong !== undefined) return wrong;
  const answered = challenge === undefined ? {} : { answered: challenge };
  if (rules.knowsCommand(id)) return { ...refuse("repeated"), ...answered };
  // A time that nobody can judge now must not end the command later, when the clock is set.
  const endsAt = clock.isTrusted() ? expiresAt : undefined;
  return { kind: "admitted", command: commandOf(event, "event", id, fitting, endsAt), wish: fitting, ...answered };
}

/** The command that a fitting wish becomes. */
export function commandOf(
  { sender, room, eventId }: InboxEvent,
  source: Command["source"],
  id: string,
  wish: FittingWish,
  expiresAt: number | undefined,
): Command {
  const { thing, op, name, input, lease, pulse } = deedOf(wish);
  return { id, sender, room, eventId, source, thing, op, name, input, lease, pulse, expiresAt };
}

/** Rule 4 without the target: its schema, and that it is meant for this agent and this room. */
function checkEnvelope(
  event: InboxEvent,
  content: Readonly<Record<string, unknown>>,
  { agent }: CommandRules,
): Refusal | { readonly kind: "ours"; readonly wish: CommandContent } {
  if (content.v !== undefined && content.v !== 1) return refuse("version");
  const checked = checkContent(content);
  if (!checked.ok) return refuse("malformed", whatIsWrong(checked.problems));
  const wish = checked.value;
  if (wish.agent !== agent) return refuse("wrong-agent");
  return wish.room_id === event.room ? { kind: "ours", wish } : refuse("wrong-room");
}

function whyAsked(clock: Clock): string {
  return clock.isTrusted()
    ? refusalCodes.challenge.meaning
    : "The agent's clock is not set, so only a challenge proves that this is fresh.";
}

function whatIsWrong(problems: readonly SchemaProblem[]): string {
  const [first] = problems;
  return first === undefined
    ? refusalCodes.malformed.meaning
    : cutText(`${first.pointer} ${first.message}`.trim(), 200);
}
