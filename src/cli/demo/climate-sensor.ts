import { connectAsync } from "mqtt";

const everyMs = 1_000;

/**
 * A temperature and humidity sensor as Zigbee2MQTT shows one: a JSON object on `zigbee2mqtt/NAME`, and on
 * `zigbee2mqtt/NAME/availability` whether it is there, kept by the broker and turned by it when the sensor is gone.
 */
export async function openClimateSensor(url: string, name: string): Promise<AsyncDisposable> {
  const topic = `zigbee2mqtt/${name}`;
  const availability = `${topic}/availability`;
  const said = (state: "online" | "offline"): string => JSON.stringify({ state });
  const client = await connectAsync(url, {
    will: { topic: availability, payload: Buffer.from(said("offline")), qos: 1, retain: true },
  });
  await client.publishAsync(availability, said("online"), { qos: 1, retain: true });
  let turn = 0;
  const publish = (): void => {
    turn++;
    const temperature = Number((20.4 + Math.sin(turn / 30)).toFixed(2));
    const humidity = Number((46 + 4 * Math.cos(turn / 45)).toFixed(2));
    const payload = { battery: 97, humidity, linkquality: 120, temperature, voltage: 3005 };
    client.publish(topic, JSON.stringify(payload), { qos: 1 }, () => undefined);
  };
  publish();
  const timer = setInterval(publish, everyMs);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await client.endAsync(true);
    },
  };
}
