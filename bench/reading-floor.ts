/** The least that takes readings over MQTT, for a parent process: `reading-floor.ts URL FILTER`; mqtt.js, JSON, the latest value of each name. */
import mqtt from "mqtt";

const [, , broker = "", filter = ""] = process.argv;
const client = await mqtt.connectAsync(broker);
const latest = new Map<string, unknown>();
client.on("message", (topic, payload) => {
  for (const [name, value] of Object.entries(JSON.parse(payload.toString()))) latest.set(`${topic} ${name}`, value);
});
await client.subscribeAsync(filter);
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
