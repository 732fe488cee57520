import { commandType } from "../../schemas/command.ts";
import type { Operator } from "../config/configuration.ts";
import { typedInvocation } from "../core/bot-commands.ts";
import type { UserId } from "../core/ids.ts";
import type { InboxEvent } from "../core/room-ports.ts";
import type { Asked } from "./judge-text.ts";
import { type Relation, relationOf, threadOf } from "./relation-of.ts";
import type { Speech } from "./speech.ts";
import type { TextCodes } from "./text-codes.ts";

/** An event that is meant for the agent. */
export type Message =
  | { readonly form: "event" }
  | { readonly form: "text"; readonly understood: Asked }
  | { readonly form: "pair"; readonly code: string | undefined };

export interface MessageRules {
  readonly agent: UserId;
  readonly speech: Pick<Speech, "understand">;
  readonly codes: Pick<TextCodes, "judge">;
}

/** What an event asks for; undefined when it is not meant for the agent. */
export function messageOf(
  type: string,
  content: Readonly<Record<string, unknown>>,
  { event, operator }: { readonly event: InboxEvent; readonly operator: Operator },
  { speech, agent, codes }: MessageRules,
): Message | undefined {
  if (type === commandType) return { form: "event" };
  if (type !== "m.room.message") return undefined;
  const relation = relationOf(content);
  const text = textOf(content, relation);
  if (text === undefined) return undefined;
  const isMentioned = mentions(content, agent);
  // Where a client sent arguments (MSC4391), its text is for people and may have any form.
  const body = (isMentioned && relation !== "edit" ? typedInvocation(content) : undefined) ?? text;
  const understood = speech.understand({
    body,
    operator,
    eventId: event.eventId,
    isMentioned,
    thread: threadOf(content),
  });
  switch (understood.kind) {
    case "chatter":
      return undefined;
    case "pair":
      return { form: "pair", code: understood.code };
    case "code":
      // Digits that nobody asked for are just talk.
      if (understood.isBare && codes.judge(operator.user, event.room, understood.code).kind === "none")
        return undefined;
      return { form: "text", understood };
    case "answer":
    case "wish":
    case "chart":
      return { form: "text", understood };
  }
}

/** Matrix client-server API, user and room mentions. */
function mentions({ "m.mentions": mentioned }: Readonly<Record<string, unknown>>, user: UserId): boolean {
  if (typeof mentioned !== "object" || mentioned === null || !("user_ids" in mentioned)) return false;
  return Array.isArray(mentioned.user_ids) && mentioned.user_ids.includes(user);
}

/** Notices are never read: two agents would talk to each other for ever. */
function textOf(content: Readonly<Record<string, unknown>>, relation: Relation): string | undefined {
  const edited = content["m.new_content"];
  const isEdit = relation === "edit" && typeof edited === "object" && edited !== null;
  const { msgtype, body } = isEdit ? (edited as Readonly<Record<string, unknown>>) : content;
  return msgtype === "m.text" && typeof body === "string" ? body : undefined;
}

const idShape = /^[0-9a-fA-F-]{36}$/;

export function commandIdOf(
  { form }: Message,
  { id }: Readonly<Record<string, unknown>>,
): { readonly commandId?: string } {
  return form === "event" && typeof id === "string" && idShape.test(id) ? { commandId: id } : {};
}
