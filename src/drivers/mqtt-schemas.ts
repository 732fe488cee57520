import type { XStatic } from "typebox/schema";
import { durationShape } from "../config/schema/shapes.ts";
import { extractSchema, payloadSchema } from "./extract-schema.ts";

const duration = { type: "string", pattern: durationShape.pattern } as const;
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
    cert_file: {
      type: "string",
      minLength: 1,
      description: "PEM file with the agent's own certificate, for brokers that ask for one.",
    },
    key_file: { type: "string", minLength: 1, description: "PEM file with the private key of `cert_file`." },
    client_id: {
      type: "string",
      minLength: 1,
      maxLength: 64,
      description:
        "What the broker knows the agent by; nobody else may use it. Default: made of `user` and the connection's name.",
    },
    version: {
      enum: [5, "3.1.1"],
      description: "The only version of MQTT to speak. Default: 5, and 3.1.1 where the broker refuses that.",
    },
    session_expiry: {
      ...duration,
      description: "How long the broker shall hold messages for an agent that is away (MQTT 5). Default: 7d.",
    },
    adopt: {
      type: "array",
      uniqueItems: true,
      items: { enum: ["zigbee2mqtt", "tasmota", "shelly", "home-assistant", "esphome"] },
      description:
        "Kinds of devices that become Things without a file of their own, to be read only. Default: none. See [mqtt.md](mqtt.md#a-whole-kind-adopt).",
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
    optional: {
      type: "boolean",
      description: "`true`: a message without the value, or with `null`, says nothing. Default: it is a fault.",
    },
    request_topic: {
      ...topicName,
      description:
        "Where to ask for the value, such as `zigbee2mqtt/lamp/get`: when the connection comes up, after each write, at a read with `fresh`.",
    },
    request: { type: "string", maxLength: 1024, description: "What to say there. Default: nothing." },
    poll: { ...duration, description: "How often to ask besides. Default: never." },
  },
} as const;

const to = {
  type: "object",
  additionalProperties: false,
  required: ["topic"],
  properties: {
    topic: { ...topicName, description: "Topic to publish to, without `+` and `#`. QoS 1, never retained." },
    ...payloadSchema,
    expiry: {
      ...duration,
      description:
        "How long the broker may hold the message for a device that is away (MQTT 5), unless it switches off. Default: 30s.",
    },
    response_topic: {
      ...topicName,
      description:
        "Where the device shall answer, for one that knows the response topic of MQTT 5: the command is done when the answer to this very message came.",
    },
    response_match: {
      ...extractSchema.match,
      description:
        "What an answer that means yes looks like, a pattern. Another one is a refusal. Default: any answer.",
    },
    within: { ...duration, description: "How long the answer may take. Default: 10s." },
  },
  not: { required: ["path", "payload"] },
} as const;

/** What `connection`, `from` and `to` of a broker may say. */
export const mqttSchemas = { connection, from, to } as const;

export type MqttConnection = XStatic<typeof connection>;
export type MqttFrom = XStatic<typeof from>;
export type MqttTo = XStatic<typeof to>;
