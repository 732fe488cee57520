import type { ConnectionMemory } from "./connection-memory.ts";
import type { Receipt } from "./receipt.ts";

export interface MqttMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** The broker held it from before our subscription: old, of unknown age. */
  readonly retained: boolean;
  /** What a command of ours said that its answer should bear (MQTT 5, section 3.3.2.3.6). */
  readonly correlation?: Uint8Array;
  /** Of a message that the broker keeps until this is called; each handler has one of its own. */
  readonly receipt?: Receipt;
}

/** One connection to one broker (MQTT 5, or 3.1.1 where it speaks no other). Reconnects by itself until disposed. */
export interface MqttBroker extends AsyncDisposable {
  readonly isUp: boolean;
  /** Subscribes (again after each reconnect) with QoS 1 until disposed; several handlers of one filter share a subscription. */
  subscribe(filter: string, take: (message: MqttMessage) => void, refused?: (reason: string) => void): Disposable;
  /**
   * Everything that is wanted is subscribed to. Until then a kept session holds what nobody takes; then it lets it go and takes back
   * subscriptions that are left from before. To be called again after subscriptions ended.
   */
  settle(): void;
  /** Takes back all subscriptions of a kept session; resolves when the broker said so, or after a second. */
  forget(): Promise<void>;
  /**
   * QoS 1, never retained; resolves at the broker's acknowledgement, rejects with a WriteFailure or the signal's reason. Never queued
   * for later here; `expiry` (whole seconds) bounds how long the broker may hold it for whoever is away (MQTT 5, section 3.3.2.3.3).
   * With `answer` it is refused where the broker speaks no MQTT 5.
   */
  publish(topic: string, payload: string, signal: AbortSignal, expiry?: number, answer?: AnswerPlace): Promise<void>;
}

/** Where whoever takes a message shall say what came of it (MQTT 5, section 4.10). */
export interface AnswerPlace {
  readonly topic: string;
  readonly correlation: Uint8Array;
}

export type MqttVersion = "5" | "3.1.1";

export interface MqttSettings {
  readonly url: string;
  /** Default: 5, and 3.1.1 where the broker refuses that. */
  readonly version?: MqttVersion;
  /** Without it the session ends with the connection, under a client id made up for it. */
  readonly session?: KeptSession;
  readonly username?: string;
  readonly password?: string;
  /** PEM text. */
  readonly ca?: string;
  /** PEM texts: who the agent is, by TLS. */
  readonly certificate?: { readonly cert: string; readonly key: string };
}

/** A session that outlives connection and process: the broker keeps for it what was not acknowledged, and says it again. */
export interface KeptSession {
  /** Nobody else's: a broker throws out whoever used it before. */
  readonly clientId: string;
  readonly memory: ConnectionMemory;
  /** Seconds for which a broker that speaks MQTT 5 keeps it after its last connection. Default: 7 days. */
  readonly expiry?: number;
}
