import type { BusEvents } from "../core/bus-events.ts";
import { parseDuration } from "../core/duration.ts";
import type { FaultCode } from "../core/fault-codes.ts";
import { atPointer, parseJson } from "../core/json-text.ts";
import type { AnswerPlace, MqttMessage, MqttSettings } from "../core/mqtt-broker.ts";
import type { Receipt } from "../core/receipt.ts";
import { brokerLogin } from "./broker-login.ts";
import { compilePayload } from "./compile-payload.ts";
import { type ConnectionContext, defineDriver, type InputBinding } from "./define-driver.ts";
import { compileExtract, type Extracted, type ParseJson } from "./extract.ts";
import { lossReport } from "./loss-report.ts";
import { mqttAnswers } from "./mqtt-answers.ts";
import { mqttObjections } from "./mqtt-objections.ts";
import { type MqttRequest, mqttRequests } from "./mqtt-requests.ts";
import { type MqttConnection, type MqttFrom, mqttSchemas } from "./mqtt-schemas.ts";
import { rememberLast } from "./remember-last.ts";

/** ms for which a broker may hold a command: as long as one from an operator's shell is fresh. */
const expiryByDefault = 30_000;

/** Bytes; no sensor sends more, and nothing larger is looked into. */
const largestPayload = 65_536;

/**
 * Values in MQTT messages: one connection per broker, QoS 1. The agent itself has a session that the broker keeps; each message is
 * acknowledged when what came of it is durable.
 */
export const mqttValue = defineDriver({
  type: "mqtt",
  as: "value",
  ...mqttSchemas,
  objections: mqttObjections,
  open(settings, context) {
    const loss = lossReport(context);
    const requests = mqttRequests(() => broker, context.clock);
    const events: BusEvents = {
      up() {
        loss.up();
        requests.up();
      },
      down: loss.down,
    };
    const broker = context.machine.openMqttBroker(brokerSettings(settings, context), events);
    /** Topics that this agent commands on. */
    const commanded = new Set<string>();
    const reader: PayloadReader = { textOf: rememberLast(utf8TextOf()), parse: rememberLast(parseJson) };
    return {
      get isUp() {
        return broker.isUp;
      },
      listen(input) {
        const listening = new DisposableStack();
        listening.use(loss.watch(input.path));
        const refused = (reason: string): void => emitFault(input, context, "connection-refused", reason);
        const take = takeMessages(input, context, reader);
        const takeFresh = (message: MqttMessage): void => {
          // A command that somebody had retained says nothing of how things are, and its age is unknown.
          if (message.retained && commanded.has(message.topic)) message.receipt?.settle();
          else take(message);
        };
        listening.use(broker.subscribe(input.settings.topic, takeFresh, refused));
        const request = requestOf(input.settings);
        if (request !== undefined) listening.use(requests.add(input.path, request));
        return listening;
      },
      output(to, path) {
        const { topic, expiry, ...payload } = to;
        const answers = to.response_topic === undefined ? undefined : mqttAnswers(to, broker, context.clock);
        const dress = compilePayload(payload);
        const seconds = Math.ceil((parseDuration(expiry ?? "") ?? expiryByDefault) / 1000);
        commanded.add(topic);
        return {
          async write(wire, signal, isRest = false) {
            const send = (answer?: AnswerPlace): Promise<void> =>
              broker.publish(topic, dress(wire), signal, isRest ? undefined : seconds, answer);
            await (answers === undefined ? send() : answers.ask(send, signal));
            requests.refresh(path);
          },
          [Symbol.dispose]: () => answers?.[Symbol.dispose](),
        };
      },
      refresh: (path) => requests.refresh(path),
      settle: () => broker.settle(),
      forget: () => broker.forget(),
      [Symbol.asyncDispose]: () => {
        requests[Symbol.dispose]();
        return broker[Symbol.asyncDispose]();
      },
    };
  },
});

function requestOf({ request_topic: topic, request = "", poll }: MqttFrom): MqttRequest | undefined {
  if (topic === undefined) return undefined;
  return { topic, payload: request, every: poll === undefined ? undefined : parseDuration(poll) };
}

function brokerSettings(settings: MqttConnection, { readSecret, memory }: ConnectionContext): MqttSettings {
  const session = parseDuration(settings.session_expiry ?? "");
  const kept = memory && {
    clientId: settings.client_id ?? memory.id,
    memory,
    ...(session !== undefined && { expiry: Math.ceil(session / 1000) }),
  };
  return { ...brokerLogin(settings, readSecret), ...(kept && { session: kept }) };
}

/** Shared by all properties of a connection, many of which may be in one message. */
interface PayloadReader {
  /** undefined for what is no UTF-8. */
  readonly textOf: (payload: Uint8Array) => string | undefined;
  readonly parse: ParseJson;
}

function utf8TextOf(): PayloadReader["textOf"] {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  return (payload) => {
    try {
      return decoder.decode(payload);
    } catch {
      return undefined;
    }
  };
}

/** What comes of one topic's messages. The age of a retained one is unknown, so it has no time of measurement. */
function takeMessages(
  input: InputBinding<MqttFrom>,
  context: ConnectionContext,
  { textOf, parse }: PayloadReader,
): (message: MqttMessage) => void {
  const extract = compileExtract(input.settings, parse);
  return ({ payload, retained, receipt }) => {
    const fault = (code: FaultCode, detail: string): void => emitFault(input, context, code, detail, receipt);
    if (payload.length > largestPayload) {
      return fault("too-long", `a payload of ${payload.length} bytes; at most ${largestPayload} are read`);
    }
    const text = textOf(payload);
    if (text === undefined) return fault("not-a-value", "a payload that is no UTF-8 text");
    const found = extract(text);
    if (found.kind === "nothing" && input.settings.optional && isAbsent(found, input.settings.path, text, parse))
      return receipt?.settle();
    if (found.kind === "nothing") return fault(found.fault, found.detail);
    const measuredAt = retained ? undefined : context.clock.now();
    const { path } = input;
    context.emit({ kind: "value", path, wire: found.wire, measuredAt, ...(receipt && { receipt }) });
  };
}

/** Whether the message is about something else, as far as it says. */
function isAbsent(
  { fault }: Extracted & { readonly kind: "nothing" },
  path: string | undefined,
  text: string,
  parse: ParseJson,
): boolean {
  if (fault === "no-such-path" || fault === "no-match") return true;
  return fault === "not-a-value" && path !== undefined && atPointer(parse(text) ?? "", path) === null;
}

function emitFault(
  { path }: InputBinding<unknown>,
  { clock, emit }: ConnectionContext,
  fault: FaultCode,
  detail: string,
  receipt?: Receipt,
): void {
  const noticedAt = clock.now();
  emit({ kind: "absent", path, quality: "fault", fault, detail, noticedAt, ...(receipt && { receipt }) });
}
