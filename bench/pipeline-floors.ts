import { setImmediate as turn } from "node:timers/promises";
import mqtt from "mqtt";
import { telemetryType } from "../schemas/telemetry.ts";
import type { SealUnsent } from "../test/homeserver/seal-unsent.ts";
import { type PipelineRun, pipelineRun } from "./pipeline-run.ts";
import { startPublishing } from "./publishing-program.ts";
import { openSendStub } from "./send-stub.ts";

export interface FloorLoad {
  readonly properties: number;
  readonly readings: number;
  /** Readings that go into one event. */
  readonly perEvent: number;
}

/** The floor: the same numbers straight into columns, encrypted and PUT; no log, no filter, no latest values. */
export async function runFloor(seal: SealUnsent, { properties, readings, perEvent }: FloorLoad): Promise<PipelineRun> {
  await using stub = await openSendStub();
  const [begin, cpu] = [performance.now(), process.cpuUsage()];
  for (let count = 0; count < readings; ) {
    const columns = new Map<number, FloorColumn>();
    const base = Date.now();
    for (let filled = 0; filled < perEvent && count < readings; filled++, count++) {
      const place = count % properties;
      const column = columns.get(place) ?? { name: `n${place}`, times: [], values: [] };
      columns.set(place, column);
      const wire = `${15 + ((count * 7) % 97) / 10}`;
      column.values.push(Math.round(Number(wire) * 10));
      column.times.push(Date.now() - base);
    }
    await sealAndPut(seal, `${stub.url}/${count}`, [...columns.values()]);
  }
  return pipelineRun(readings, performance.now() - begin, process.cpuUsage(cpu), stub.events());
}

interface FloorColumn {
  readonly name: string;
  readonly times: number[];
  readonly values: number[];
}

/** The floor over MQTT: mqtt.js, JSON, columns, Megolm, PUT; nothing is kept. */
export async function runFloorOverMqtt(
  seal: SealUnsent,
  broker: string,
  readings: number,
  perEvent: number,
): Promise<PipelineRun> {
  await using opened = new AsyncDisposableStack();
  const stub = opened.use(await openSendStub());
  const client = await mqtt.connectAsync(broker);
  opened.defer(() => client.endAsync(true));
  let taken = 0;
  let columns = new Map<string, { readonly times: number[]; readonly values: number[] }>();
  let filled = 0;
  const sending: Promise<unknown>[] = [];
  const send = (): void => {
    const batch = [...columns].map(([name, column]) => ({ name, scale: 1, ...column }));
    columns = new Map();
    filled = 0;
    sending.push(sealAndPut(seal, `${stub.url}/${taken}`, batch));
  };
  client.on("message", (topic, payload) => {
    const { v } = JSON.parse(payload.toString()) as { v: number };
    const column = columns.get(topic) ?? { times: [], values: [] };
    columns.set(topic, column);
    column.times.push(Date.now());
    column.values.push(Math.round(v * 10));
    taken += 1;
    filled += 1;
    if (filled === perEvent) send();
  });
  await client.subscribeAsync("bench/flood/+");
  const flood = opened.use(await startPublishing(broker, () => taken));
  await flood.send(1000);
  taken = 0;
  const [begin, cpu] = [performance.now(), process.cpuUsage()];
  await flood.send(readings, turn);
  send();
  await Promise.all(sending);
  return pipelineRun(readings, performance.now() - begin, process.cpuUsage(cpu), stub.events());
}

async function sealAndPut(seal: SealUnsent, url: string, columns: object): Promise<unknown> {
  const wire = await seal(telemetryType, { v: 1, columns });
  return await (await fetch(url, { method: "PUT", body: JSON.stringify(wire) })).json();
}
