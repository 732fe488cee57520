import { connectAsync } from "mqtt";

/** Another client of the broker: says things and notes what the agent publishes. */
export interface MqttFarSide extends AsyncDisposable {
  publish(topic: string, payload: string | Buffer, retain?: boolean): Promise<void>;
  readonly received: string[];
}

export async function mqttFarSide(url: string, topic: string): Promise<MqttFarSide> {
  const received: string[] = [];
  const client = await connectAsync(url, { reconnectPeriod: 50, connectTimeout: 2000 });
  client.on("error", () => {});
  client.on("message", (_topic, payload) => void received.push(payload.toString()));
  await client.subscribeAsync(topic, { qos: 1 });
  return {
    received,
    publish: async (to, payload, retain = false) => void (await client.publishAsync(to, payload, { qos: 1, retain })),
    [Symbol.asyncDispose]: () => client.endAsync(true),
  };
}
