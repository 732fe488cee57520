import { join } from "node:path";
import { type AgentProcess, startRoomwire, writeConfiguration } from "../../agent/agent-process.ts";
import { type Mosquitto, startMosquitto } from "../../drivers/rigs/mosquitto-rig.ts";
import { temporaryDirectory } from "../../fakes/temporary-directory.ts";
import { createUser, openPlainClient, synapseUrl } from "../../homeserver/matrix-user.ts";
import { openPassThrough } from "../../homeserver/pass-through.ts";
import { type Fickle, fickleHomeserver } from "./fickle-homeserver.ts";
import { publishSteadily, type SteadyPublisher, seriesCount, topicOf } from "./publish-steadily.ts";
import { type TelemetryConsumer, telemetryConsumer } from "./telemetry-consumer.ts";

/** A real agent between a real broker and a real homeserver, a sensor that publishes all the time, and somebody who reads along. */
export interface ReadingScene extends AsyncDisposable {
  readonly stateDirectory: string;
  readonly broker: Mosquitto;
  readonly homeserver: Fickle;
  readonly sensor: SteadyPublisher;
  readonly consumer: TelemetryConsumer;
  /** Starts the next life of the agent. */
  start(): AgentProcess;
}

/** As many readings come in a second. */
export const perSecond = 50;

export async function openReadingScene(): Promise<ReadingScene> {
  await using opening = new AsyncDisposableStack();
  const directory = opening.use(temporaryDirectory()).path;
  const broker = opening.use(await startMosquitto(() => ["allow_anonymous true"]));
  const homeserver = fickleHomeserver();
  const proxy = opening.use(await openPassThrough(synapseUrl, homeserver.lie));
  const [agent, reader] = await Promise.all([createUser(synapseUrl, "agent"), createUser(synapseUrl, "reader")]);
  const client = opening.use(await openPlainClient(synapseUrl, reader));
  const room = await client.createRoom([agent.id]);
  const configuration = writeConfiguration(directory, {
    homeserver: proxy.url,
    user: agent.id,
    password: agent.password,
    matrix: { room },
    operators: [{ user: reader.id, master_key: await client.masterKey() }],
    connections: { broker: { type: "mqtt", url: broker.url } },
    things: { box: { connection: "broker", properties: Object.fromEntries(series) } },
    more: { storage: { durability: "300ms" }, telemetry: { every: "2s" } },
  });
  const env = { NODE_COMPILE_CACHE: join(directory, "compile-cache") };
  const start = (): AgentProcess => startRoomwire(["run", "--config", configuration], { env });
  {
    // The broker keeps for the agent's session only what comes after its first subscription.
    await using first = start();
    await first.said(/^ready$/);
    await first.stop();
  }
  const sensor = opening.use(await publishSteadily(broker.url, perSecond));
  const consumer = telemetryConsumer(client, synapseUrl, room, agent.id);
  const opened = opening.move();
  return {
    stateDirectory: join(directory, "state"),
    broker,
    homeserver,
    sensor,
    consumer,
    start,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

const series = Array.from({ length: seriesCount }, (_, number) => {
  const name = topicOf(number).slice("box/".length);
  return [name, { type: "integer", momentary: true, from: { topic: topicOf(number) } }];
});
