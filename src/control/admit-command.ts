import { commandSchema } from "../../schemas/command.ts";
import { compileCheck, type SchemaProblem } from "../checking/compile-check.ts";
import type { Operator } from "../config/configuration.ts";
import type { Clock } from "../core/clock.ts";
import type { Command } from "../core/command.ts";
import type { UserId } from "../core/ids.ts";
import { refusalCodes } from "../core/refusal-codes.ts";
import type { InboxEvent } from "../core/room-ports.ts";
import type { Thing } from "../core/thing.ts";
import { admitWish, type FittingWish } from "./admit-wish.ts";
import { judgeFreshness } from "./freshness.ts";
import { eventNeedsChallenge } from "./needs-challenge.ts";
import { type Refusal, refuse } from "./refusal.ts";

export interface CommandRules {
  readonly agent: UserId;
  readonly things: readonly Thing[];
  readonly clock: Clock;
  readonly knowsCommand: (id: string) => boolean;
}

const checkContent = compileCheck(commandSchema);

export type Admission = { readonly kind: "admitted"; readonly command: Command } | Refusal;

/** Rules 4 to 7 for the decrypted content of a command event. Reads the journal, changes nothing. */
export function admitCommand(
  event: InboxEvent,
  content: Readonly<Record<string, unknown>>,
  operator: Operator,
  rules: CommandRules,
): Admission {
  if (content.v !== undefined && content.v !== 1) return refuse("version");
  const checked = checkContent(content);
  if (!checked.ok) return refuse("malformed", whatIsWrong(checked.problems));
  const wish = checked.value;
  if (wish.agent !== rules.agent) return refuse("wrong-agent");
  if (wish.room_id !== event.room) return refuse("wrong-room");
  if (wish.lease !== undefined) return refuse("bad-input", "This agent gives no leases: leave `lease` out.");
  const fitting = admitWish(wish, operator, rules.things);
  if (fitting.kind === "refused") return fitting;
  const stale = judgeFreshness({ issuedAt: wish.issued_at, expiresAt: wish.expires_at }, rules.clock);
  if (stale !== undefined) return stale;
  if (eventNeedsChallenge(fitting)) return refuse("challenge");
  if (rules.knowsCommand(wish.id)) return refuse("repeated");
  return { kind: "admitted", command: commandOf(event, "event", wish.id, fitting, wish.expires_at) };
}

/** The command that a fitting wish becomes; its input is in the property's own type from here on. */
export function commandOf(
  event: InboxEvent,
  source: Command["source"],
  id: string,
  wish: FittingWish,
  expiresAt: number | undefined,
): Command {
  const name = wish.kind === "invoke" ? wish.action.name : wish.property.name;
  const { sender, room, eventId } = event;
  const what = { thing: wish.thing, op: wish.kind, name, input: inputOf(wish), lease: undefined, pulse: undefined };
  return { id, sender, room, eventId, source, ...what, expiresAt };
}

function inputOf(wish: FittingWish): Command["input"] {
  switch (wish.kind) {
    case "write":
      return wish.value;
    case "read":
      return wish.fresh ? "fresh" : undefined;
    case "invoke":
      return undefined;
  }
}

function whatIsWrong(problems: readonly SchemaProblem[]): string {
  const [first] = problems;
  return first === undefined
    ? refusalCodes.malformed.meaning
    : `${first.pointer} ${first.message}`.trim().slice(0, 200);
}
