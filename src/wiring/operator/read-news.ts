import { auditSchema, auditType } from "../../../schemas/audit.ts";
import { lossSchema, lossType } from "../../../schemas/loss.ts";
import { resultSchema, resultType } from "../../../schemas/result.ts";
import { snapshotSchema, snapshotType } from "../../../schemas/snapshot.ts";
import { stateSchema, stateType } from "../../../schemas/state.ts";
import { telemetryType } from "../../../schemas/telemetry.ts";
import { thingSchema, thingType } from "../../../schemas/thing.ts";
import { type Checked, compileCheck } from "../../checking/compile-check.ts";
import { type DecodedReading, decodeColumns } from "../../core/decode-columns.ts";
import { isId } from "../../core/ids.ts";
import { decodeLatest } from "../../core/latest-rows.ts";
import { type TelemetryPlace, telemetryPlace } from "../../core/telemetry-place.ts";
import type { OperatorNews } from "./operator-event.ts";

type Content = Readonly<Record<string, unknown>>;

/** What an event says, before anybody asked whether its numbers were here already. */
export type ReadNews =
  | { readonly kind: "news"; readonly news: OperatorNews }
  | {
      readonly kind: "telemetry";
      readonly place: TelemetryPlace;
      readonly clock: "trusted" | "untrusted";
      readonly times: "repaired" | "guessed" | undefined;
      readonly readings: readonly DecodedReading[];
      readonly latest: readonly DecodedReading[];
    }
  | { readonly kind: "malformed"; readonly problem: string }
  /** Of no type that an agent speaks. */
  | { readonly kind: "other" };

const checkAudit = compileCheck(auditSchema);
const checkLoss = compileCheck(lossSchema);
const checkResult = compileCheck(resultSchema);
const checkSnapshot = compileCheck(snapshotSchema);
const checkState = compileCheck(stateSchema);
const checkThing = compileCheck(thingSchema);

/** Reads a decrypted timeline event. Takes any content, never throws. */
export function readNews(type: string, content: Content): ReadNews {
  switch (type) {
    case telemetryType:
      return readTelemetry(content);
    case snapshotType:
      return checked(checkSnapshot(content), (snapshot) => ({ kind: "snapshot", content: snapshot }));
    case resultType:
      return checked(checkResult(content), (result) => ({ kind: "result", content: result }));
    case lossType:
      return checked(checkLoss(content), (loss) => ({ kind: "loss", content: loss }));
    case auditType:
      return checked(checkAudit(content), (audit) => ({ kind: "audit", content: audit }));
    case "m.room.message":
      return readMessage(content);
    default:
      return { kind: "other" };
  }
}

/** Reads a decrypted state event of a Thing. Takes any content, never throws. */
export function readThingState(type: string, thing: string, content: Content): ReadNews {
  if (!isId(thing)) return malformed(`${thing} is no id of a Thing.`);
  if (type === thingType) return checked(checkThing(content), (told) => ({ kind: "thing", thing, content: told }));
  if (type === stateType) return checked(checkState(content), (told) => ({ kind: "state", thing, content: told }));
  return { kind: "other" };
}

const agentTypes: ReadonlySet<string> = new Set([telemetryType, lossType, snapshotType, resultType, auditType]);

/** Whether only agents send it, so that in clear it is a forgery or a mistake. */
export function isAgentType(type: string): boolean {
  return agentTypes.has(type);
}

function checked<T>(check: Checked<T>, news: (value: T) => OperatorNews): ReadNews {
  if (check.ok) return { kind: "news", news: news(check.value) };
  return malformed(check.problems[0]?.message ?? "It does not fit its schema.");
}

function readTelemetry(content: Content): ReadNews {
  const { v, clock, times } = content;
  const place = telemetryPlace(content);
  if (v !== 1 || place === undefined) return malformed("Its numbers are wrong.");
  const columns = decodeColumns(content);
  if (!columns.ok) return malformed(columns.problem);
  return {
    kind: "telemetry",
    place,
    clock: clock === "trusted" ? "trusted" : "untrusted",
    times: times === "repaired" || times === "guessed" ? times : undefined,
    readings: columns.readings,
    latest: decodeLatest(content),
  };
}

function readMessage({ msgtype, body, "m.relates_to": relation }: Content): ReadNews {
  if (typeof msgtype !== "string" || typeof body !== "string") return malformed("A message has no text.");
  return { kind: "news", news: { kind: "message", msgtype, body, relatesTo: targetOf(relation) } };
}

function targetOf(relation: unknown): string | undefined {
  if (!isRecord(relation)) return undefined;
  const reply = relation["m.in_reply_to"];
  const target = isRecord(reply) ? reply.event_id : relation.event_id;
  return typeof target === "string" ? target : undefined;
}

function isRecord(value: unknown): value is Content {
  return typeof value === "object" && value !== null;
}

function malformed(problem: string): ReadNews {
  return { kind: "malformed", problem };
}
