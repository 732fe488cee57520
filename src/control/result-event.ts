import type { ResultContent } from "../../schemas/result.ts";
import { type EventValue, toEventValue } from "../core/event-value.ts";
import type { Outcome } from "../core/outcome.ts";
import type { ValueType } from "../core/property.ts";
import type { Value } from "../core/value.ts";
import type { Challenge } from "./challenges.ts";

export interface ResultFrame {
  readonly commandId: string;
  /** Of the command, to which the result refers. */
  readonly eventId: string;
  /** Of the property read or written. */
  readonly type: ValueType | undefined;
  /** Count of the agent's results. */
  readonly seq: number;
  /** UTC ms. */
  readonly at: number;
  /** With the refusal `challenge`: what the sender has to repeat. */
  readonly challenge?: Challenge;
}

/** The content of a `dev.roomwire.result`; `"accepted"` is the only one that is not final. */
export function resultEvent(outcome: Outcome | "accepted", frame: ResultFrame): ResultContent {
  const { commandId, eventId, type, seq, at, challenge } = frame;
  const head = { v: 1, command: commandId } as const;
  const tail = { seq, at, "m.relates_to": { rel_type: "m.reference", event_id: eventId } } as const;
  if (outcome === "accepted") return { ...head, status: "accepted", ...tail };
  switch (outcome.status) {
    case "done": {
      const output = outcome.output === undefined ? {} : { output: shown(outcome.output, type) };
      return { ...head, status: "done", ...output, confirmed: outcome.confirmed, ...tail };
    }
    case "refused":
    case "failed":
    case "unknown": {
      const { status, code, detail } = outcome;
      const asked = challenge === undefined ? {} : { challenge: onTheWire(challenge) };
      return { ...head, status, code, detail, confirmed: "none", ...asked, ...tail };
    }
  }
}

function onTheWire({ nonce, expiresAt }: Challenge): NonNullable<ResultContent["challenge"]> {
  return { nonce, expires_at: expiresAt };
}

/** A value without a known property is none of an integer property: a number is then a decimal string. */
function shown(value: Value, type: ValueType | undefined): EventValue {
  return toEventValue(value, type ?? "number");
}
