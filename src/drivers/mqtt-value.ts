import type { XStatic } from "typebox/schema";
import type { MqttMessage, MqttSettings } from "../core/bus-ports.ts";
import type { FaultCode } from "../core/fault-codes.ts";
import type { Receipt } from "../core/receipt.ts";
import { compilePayload } from "./compile-payload.ts";
import { type ConnectionContext, defineDriver, type InputBinding } from "./define-driver.ts";
import { compileExtract, type ExtractSettings } from "./extract.ts";
import { extractSchema, payloadSchema } from "./extract-schema.ts";
import { lossReport } from "./loss-report.ts";

/** Bytes; no sensor sends more, and nothing larger is looked into. */
const largestPayload = 65_536;

const topicName = { type: "string", minLength: 1, maxLength: 512, pattern: "^[^+#\\u0000]+$" } as const;

const connection = {
  type: "object",
  additionalProperties: false,
  required: ["url"],
  properties: {
    url: {
      type: "string",
      pattern: "^mqtts?://[^@/\\s]+/?$",
      description: "`mqtt://host:1883` or, encrypted, `mqtts://host:8883`. Never with a password in it.",
    },
    username: { type: "string", minLength: 1, description: "Login at the broker." },
    password_file: { type: "string", minLength: 1, description: "File that holds the password." },
    ca_file: { type: "string", minLength: 1, description: "PEM file with the authority that signed the broker." },
    client_id: {
      type: "string",
      minLength: 1,
      maxLength: 64,
      description:
        "What the broker knows the agent by; nobody else may use it. Default: made of `user` and the connection's name.",
    },
  },
} as const;

const from = {
  type: "object",
  additionalProperties: false,
  required: ["topic"],
  properties: {
    topic: {
      type: "string",
      minLength: 1,
      maxLength: 512,
      pattern: "^((\\+|[^+#/\\u0000]*)/)*(\\+|#|[^+#/\\u0000]*)$",
      description: "Topic to subscribe to; `+` and `#` as MQTT 3.1.1 has them.",
    },
    ...extractSchema,
  },
} as const;

const to = {
  type: "object",
  additionalProperties: false,
  required: ["topic"],
  properties: {
    topic: { ...topicName, description: "Topic to publish to, without `+` and `#`. QoS 1, never retained." },
    ...payloadSchema,
  },
  not: { required: ["path", "payload"] },
} as const;

/**
 * Values in MQTT messages: one connection per broker, QoS 1. The agent itself has a session that the broker keeps; each message is
 * acknowledged when what came of it is durable.
 */
export const mqttValue = defineDriver({
  type: "mqtt",
  as: "value",
  connection,
  from,
  to,
  open(settings, context) {
    const loss = lossReport(context);
    const broker = context.machine.openMqttBroker(brokerSettings(settings, context), loss);
    return {
      get isUp() {
        return broker.isUp;
      },
      listen(input) {
        const listening = new DisposableStack();
        listening.use(loss.watch(input.path));
        const refused = (reason: string): void => emitFault(input, context, "connection-refused", reason);
        listening.use(broker.subscribe(input.settings.topic, takeMessages(input, context), refused));
        return listening;
      },
      output({ topic, ...payload }) {
        const dress = compilePayload(payload);
        return { write: (wire, signal) => broker.publish(topic, dress(wire), signal) };
      },
      settle: () => broker.settle(),
      forget: () => broker.forget(),
      [Symbol.asyncDispose]: () => broker[Symbol.asyncDispose](),
    };
  },
});

function brokerSettings(settings: XStatic<typeof connection>, { readSecret, memory }: ConnectionContext): MqttSettings {
  const { url, username, password_file: passwordFile, ca_file: caFile, client_id: clientId } = settings;
  return {
    url,
    ...(memory !== undefined && { session: { clientId: clientId ?? memory.id, memory } }),
    ...(username !== undefined && { username }),
    ...(passwordFile !== undefined && { password: readSecret(passwordFile) }),
    ...(caFile !== undefined && { ca: readSecret(caFile) }),
  };
}

/** What comes of one topic's messages. The age of a retained one is unknown, so it has no time of measurement. */
function takeMessages(
  input: InputBinding<ExtractSettings>,
  context: ConnectionContext,
): (message: MqttMessage) => void {
  const extract = compileExtract(input.settings);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  return ({ payload, retained, receipt }) => {
    const fault = (code: FaultCode, detail: string): void => emitFault(input, context, code, detail, receipt);
    if (payload.length > largestPayload) {
      return fault("too-long", `a payload of ${payload.length} bytes; at most ${largestPayload} are read`);
    }
    let text: string;
    try {
      text = decoder.decode(payload);
    } catch {
      return fault("not-a-value", "a payload that is no UTF-8 text");
    }
    const found = extract(text);
    if (found.kind === "nothing") return fault(found.fault, found.detail);
    const measuredAt = retained ? undefined : context.clock.now();
    const { path } = input;
    context.emit({ kind: "value", path, wire: found.wire, measuredAt, ...(receipt && { receipt }) });
  };
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
