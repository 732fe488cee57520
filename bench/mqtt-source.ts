import mqtt from "mqtt";
import { aedesBroker } from "../test/drivers/rigs/aedes-rig.ts";
import { mosquittoPath, startMosquitto } from "../test/drivers/rigs/mosquitto-rig.ts";

export interface MqttSource extends AsyncDisposable {
  readonly url: string;
  /** Which broker it is. */
  readonly name: "Mosquitto" | "aedes";
}

/** A broker (Mosquitto where it is installed) and a sensor that publishes once in 2 s. */
export async function openMqttSource(): Promise<MqttSource> {
  await using opening = new AsyncDisposableStack();
  const broker = opening.use(mosquittoPath === undefined ? await aedesBroker() : await startMosquitto());
  const sensor = await mqtt.connectAsync(broker.url);
  opening.defer(() => sensor.endAsync(true));
  let count = 0;
  const timer = setInterval(() => {
    count += 1;
    sensor.publish("bench/box", JSON.stringify({ humidity: 40 + (count % 200) / 10 }));
  }, 2000);
  opening.defer(() => clearInterval(timer));
  const opened = opening.move();
  return {
    url: broker.url,
    name: mosquittoPath === undefined ? "aedes" : "Mosquitto",
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
