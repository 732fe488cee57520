import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RoomId } from "../src/core/ids.ts";
import { createUser, type MatrixUser, openPlainClient, type PlainClient } from "../test/homeserver/matrix-user.ts";
import { openSyncProxy, type SyncProxy } from "./sync-proxy.ts";

/** What every agent of the benches has: an account, rooms, operators, a proxy before its homeserver, a configuration. */
export interface AgentScene {
  readonly user: MatrixUser;
  readonly room: RoomId;
  readonly operators: readonly PlainClient[];
  readonly proxy: SyncProxy;
  /** Path of the configuration. */
  readonly configuration: string;
}

export interface SceneWishes {
  readonly homeserver: string;
  readonly directory: string;
  readonly name: string;
  readonly operators: number;
  /** Broker of an MQTT sensor that the agent listens to. */
  readonly broker: string;
  /** Socket of simulated hardware; the line named as the agent is its lamp. */
  readonly hardware: string;
  /** In place of the lamp, the wave and the MQTT sensor. */
  readonly properties?: object;
  /** In place of the one Thing with them. */
  readonly things?: object;
}

/** What all agents of one bench share. */
export type Common = Pick<SceneWishes, "homeserver" | "directory" | "broker" | "hardware">;

/** The library's default is a new session every 100 events; a new session costs more than an event. */
const encryption = { algorithm: "m.megolm.v1.aes-sha2", rotation_period_msgs: 10_000 };

/** Makes accounts and rooms on the homeserver. The agent is invited and not started. */
export async function prepareAgent(wishes: SceneWishes, opened: AsyncDisposableStack): Promise<AgentScene> {
  const { homeserver, name } = wishes;
  const directory = join(wishes.directory, name);
  mkdirSync(join(directory, "state"), { recursive: true, mode: 0o700 });
  const user = await createUser(homeserver, name);
  const operators: PlainClient[] = [];
  for (let count = 0; count < wishes.operators; count++) {
    operators.push(opened.use(await openPlainClient(homeserver, await createUser(homeserver, `operator${count}`))));
  }
  const [first, ...others] = operators;
  if (first === undefined) throw new Error("an agent needs an operator");
  const guests = [user.id, ...others.map(({ userId }) => userId)];
  const room = await first.createRoom(guests, encryption);
  const dataRoom = await first.createRoom([user.id], encryption);
  for (const { client } of others) await client.joinRoom(room);
  const proxy = opened.use(await openSyncProxy(homeserver));
  const configuration = join(directory, "roomwire.yaml");
  writeFileSync(join(directory, "password"), user.password, { mode: 0o600 });
  const rights = operators.map(async (operator) => ({
    user: operator.userId,
    master_key: await operator.masterKey(),
    may: ["read", "write"],
  }));
  const matrix = { homeserver: proxy.url, user: user.id, password_file: "password", room, data_room: dataRoom };
  const text = settings(wishes, join(directory, "state"));
  writeFileSync(configuration, JSON.stringify({ matrix, operators: await Promise.all(rights), ...text }, null, 2));
  return { user, room, operators, proxy, configuration };
}

/** JSON is YAML too. */
function settings(wishes: SceneWishes, state: string): object {
  const { broker, hardware, properties = usualProperties(wishes) } = wishes;
  const { things = { bench: { title: "Bench", properties } } } = wishes;
  return {
    clock: "trusted",
    state_directory: state,
    connections: {
      trial: { type: "simulated", socket: hardware },
      broker: { type: "mqtt", url: broker },
    },
    things,
  };
}

function usualProperties({ name }: SceneWishes): object {
  return {
    lamp: {
      type: "boolean",
      from: { connection: "trial", line: name },
      to: { connection: "trial", line: name, safe_value: false },
      limits: { max_on: "10m" },
    },
    warmth: {
      type: "number",
      unit: "Cel",
      decimals: 1,
      from: { connection: "trial", wave: "sine", low: "15", high: "30", period: "1m" },
    },
    damp: {
      type: "number",
      unit: "%RH",
      decimals: 1,
      from: { connection: "broker", topic: "bench/box", path: "/humidity" },
    },
  };
}
