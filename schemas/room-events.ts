import { agentExample, agentSchema, agentType } from "./agent.ts";
import { alertExample, alertSchema, alertType } from "./alert.ts";
import { auditExample, auditSchema, auditType } from "./audit.ts";
import { chartExample, chartSchema, chartType } from "./chart.ts";
import { commandExample, commandSchema, commandType } from "./command.ts";
import { lossExample, lossSchema, lossType } from "./loss.ts";
import { refusalExample, refusalSchema, refusalType } from "./refusal.ts";
import { resultExample, resultSchema, resultType } from "./result.ts";
import type { XSchema } from "./schema.ts";
import { snapshotExample, snapshotSchema, snapshotType } from "./snapshot.ts";
import { stateExample, stateSchema, stateType } from "./state.ts";
import { telemetryExample, telemetrySchema, telemetryType } from "./telemetry.ts";
import { thingExample, thingSchema, thingType } from "./thing.ts";
import { valuesExample, valuesSchema, valuesType } from "./values.ts";

/** One type of event, as docs/events.md tells it. */
export interface RoomEvent {
  readonly type: string;
  /** `riding`: no event of its own, but a key of an `m.room.message`. */
  readonly kind: "state" | "timeline" | "riding";
  readonly direction: string;
  readonly sent: string;
  readonly schema: XSchema;
  readonly example: object;
}

/** All event types of Roomwire, in the order of docs/events.md. */
export const roomEvents: readonly RoomEvent[] = [
  {
    type: agentType,
    kind: "state",
    direction: "agent → people and programs",
    sent: "at start and stop, and renewed before `until`",
    schema: agentSchema,
    example: agentExample,
  },
  {
    type: thingType,
    kind: "state",
    direction: "agent → programs",
    sent: "when it changes",
    schema: thingSchema,
    example: thingExample,
  },
  {
    type: stateType,
    kind: "state",
    direction: "agent → programs",
    sent: "at the first change after a quiet interval and every change of an output; later changes at the end of the interval",
    schema: stateSchema,
    example: stateExample,
  },
  {
    type: telemetryType,
    kind: "timeline",
    direction: "agent → programs",
    sent: "when full, else at most once per `telemetry.every`",
    schema: telemetrySchema,
    example: telemetryExample,
  },
  {
    type: lossType,
    kind: "timeline",
    direction: "agent → programs",
    sent: "when readings were given up, at most once a minute",
    schema: lossSchema,
    example: lossExample,
  },
  {
    type: snapshotType,
    kind: "timeline",
    direction: "agent → programs",
    sent: "where state may not carry the values, and when somebody new needs to know them",
    schema: snapshotSchema,
    example: snapshotExample,
  },
  {
    type: commandType,
    kind: "timeline",
    direction: "operator → agent",
    sent: "by an operator's program, to any room of the agent",
    schema: commandSchema,
    example: commandExample,
  },
  {
    type: resultType,
    kind: "timeline",
    direction: "agent → operator",
    sent: "once a command has ended, to the room of the command; refusals go to listed operators only. Of a typed command it stands, without `m.relates_to`, under its type in the notice that answers",
    schema: resultSchema,
    example: resultExample,
  },
  {
    type: auditType,
    kind: "timeline",
    direction: "agent → people and programs",
    sent: "once a day, the first time as soon as there is a reader",
    schema: auditSchema,
    example: auditExample,
  },
  {
    type: valuesType,
    kind: "riding",
    direction: "agent → people and programs",
    sent: "with the answers to `!status` and to the name of a Thing",
    schema: valuesSchema,
    example: valuesExample,
  },
  {
    type: refusalType,
    kind: "riding",
    direction: "agent → operator",
    sent: "with the notice that refuses what was typed",
    schema: refusalSchema,
    example: refusalExample,
  },
  {
    type: alertType,
    kind: "riding",
    direction: "agent → people and programs",
    sent: "with each message about alerts",
    schema: alertSchema,
    example: alertExample,
  },
  {
    type: chartType,
    kind: "riding",
    direction: "agent → people and programs",
    sent: "with the notice that answers who asked for a chart",
    schema: chartSchema,
    example: chartExample,
  },
];
