import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { agent } from "../../src/agent.ts";
import type { Configuration } from "../../src/config/configuration.ts";
import type { Clock } from "../../src/core/clock.ts";
import { bootClock } from "../../src/machine/boot-clock.ts";
import { systemChance } from "../../src/machine/chance.ts";
import { systemClock } from "../../src/machine/clock.ts";
import { openLog } from "../../src/machine/open-log.ts";
import { systemd } from "../../src/machine/systemd.ts";
import { loadLibrary } from "../../src/matrix/load-library.ts";
import type { LogLine } from "../agent/agent-process.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { editKeys, swapIdentity } from "../homeserver/lying/key-lists.ts";
import { type LyingHomeserver, openLyingHomeserver } from "../homeserver/lying/lying-homeserver.ts";
import { type AskKeys, openPuppet, type Puppet } from "../homeserver/lying/puppet.ts";
import { openRawClient, type RawClient } from "../homeserver/lying/raw-client.ts";
import type { WireEvent } from "../homeserver/lying/wire.ts";
import { createUser, type MatrixUser, synapseUrl } from "../homeserver/matrix-user.ts";
import { attackConfiguration } from "./attack-configuration.ts";
import { type RecordingMachine, recordingMachine } from "./recording-machine.ts";
import type { People, StageClock } from "./stage.ts";

/** The whole agent behind a homeserver that lies. Accounts and rooms are real; all that people say, it is told by lies. */
export interface HomeserverGround extends AsyncDisposable {
  readonly lying: LyingHomeserver;
  readonly machine: RecordingMachine;
  readonly clock: Clock & StageClock;
  readonly log: readonly LogLine[];
  readonly agent: string;
  readonly room: string;
  readonly dataRoom: string;
  readonly people: Readonly<Record<keyof People, Puppet>>;
  puppet(user: string, device: string): Promise<Puppet>;
  /** All that the agent sent into its rooms, as the homeserver has it. */
  sent(): Promise<readonly WireEvent[]>;
  /** The agent ends and starts again. */
  restart(): Promise<void>;
}

const names = ["owner", "reader", "helper", "unpinned", "newcomer", "stranger"] as const;

export async function openHomeserverGround(): Promise<HomeserverGround> {
  await using opening = new AsyncDisposableStack();
  const home = opening.use(temporaryDirectory());
  const lying = opening.use(await openLyingHomeserver(synapseUrl));
  const [user, ...users] = await Promise.all(["agent", ...names].map((name) => createUser(synapseUrl, name)));
  const clients = await Promise.all(users.map((one) => openRawClient(synapseUrl, one)));
  const [owner] = clients;
  if (user === undefined || owner === undefined) throw new Error("nobody registered");
  const box = await openRawClient(synapseUrl, user);
  const [room, dataRoom] = [await makeRoom(owner, [box, ...clients]), await makeRoom(owner, [box, ...clients])];
  const { wasm } = await loadLibrary(() => undefined);
  const ask: AskKeys = (path, body) => owner.post(path, body);
  const puppet = (name: string, device: string) => openPuppet({ wasm, user: name, device, ask });
  const entries = await Promise.all(
    names.map(async (name, at) => [name, opening.use(await puppet(users[at]?.id ?? "", "PHONE"))] as const),
  );
  for (const [, one] of entries) lying.tell(editKeys(one.user, swapIdentity(one.keys)));
  const people = Object.fromEntries(entries) as Record<keyof People, Puppet>;
  const directory = home.path;
  const settings = { homeserver: lying.url, agent: user.id, room, dataRoom, directory, people };
  const clock = movableClock();
  const machine = recordingMachine(clock);
  const log: LogLine[] = [];
  const start = agentOf(attackConfiguration(settings), user, directory, { clock, machine, log });
  let running = await start();
  opening.defer(() => running[Symbol.asyncDispose]());
  const owned = opening.move();
  return {
    lying,
    machine,
    clock,
    log,
    agent: user.id,
    room,
    dataRoom,
    people,
    puppet,
    sent: async () => {
      const found = await Promise.all([room, dataRoom].map((id) => eventsOf(owner, id)));
      return found.flat().filter(({ sender, type }) => sender === user.id && type !== "m.room.member");
    },
    restart: async () => {
      await running[Symbol.asyncDispose]();
      running = await start();
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function makeRoom(owner: RawClient, members: readonly RawClient[]): Promise<string> {
  const others = members.filter((member) => member !== owner);
  const room = await owner.createRoom(others.map(({ userId }) => userId));
  await owner.setState(room, "m.room.encryption", { algorithm: "m.megolm.v1.aes-sha2" });
  for (const member of others) await member.join(room);
  return room;
}

async function eventsOf(reader: RawClient, room: string): Promise<readonly WireEvent[]> {
  const found: WireEvent[] = [];
  for (let from: string | undefined = ""; from !== undefined; ) {
    const query = new URLSearchParams({ dir: "b", limit: "500", ...(from !== "" && { from }) });
    const page = await reader.get(`/rooms/${encodeURIComponent(room)}/messages?${query}`);
    found.push(...(page.chunk as readonly WireEvent[]));
    from = page.end === undefined ? undefined : String(page.end);
  }
  return found;
}

/** The machine's clock, set as a stage says. */
function movableClock(): Clock & StageClock {
  const real = systemClock("trusted");
  const state = { ahead: 0, isTrusted: true };
  return {
    ...real,
    now: () => real.now() + state.ahead,
    isTrusted: () => state.isTrusted,
    jump: (ms) => {
      state.ahead += ms;
    },
    setTrusted: (isTrusted) => {
      state.isTrusted = isTrusted;
    },
  };
}

interface Around {
  readonly clock: Clock;
  readonly machine: RecordingMachine;
  readonly log: LogLine[];
}

/** Starts runs of the agent, each of which is ready when it resolves. */
function agentOf(
  configuration: Configuration,
  user: MatrixUser,
  directory: string,
  { clock, machine, log }: Around,
): () => Promise<AsyncDisposable> {
  mkdirSync(join(directory, "state"), { mode: 0o700 });
  writeFileSync(join(directory, "password"), user.password, { mode: 0o600 });
  const parts = {
    configuration,
    machine,
    clock,
    boot: bootClock(process.env),
    chance: systemChance,
    log: openLog({ level: "info", write: (line) => log.push(JSON.parse(line)) }),
    systemd: systemd({}, process.pid),
    version: "test",
    readConfiguration: () => ({ ok: true, configuration, warnings: [] }) as never,
    onHangUp: () => new DisposableStack(),
  };
  return async () => {
    machine.isCounting = false;
    const stop = new AbortController();
    const begin = log.length;
    const ended = agent(parts, stop.signal);
    const failed = ended.then(() => Promise.reject(new Error("the agent ended by itself")));
    failed.catch(() => undefined);
    const isReady = () => log.slice(begin).some(({ message }) => message === "ready");
    await Promise.race([failed, until("the agent is ready", isReady)]);
    machine.isCounting = true;
    return {
      [Symbol.asyncDispose]: async () => {
        machine.isCounting = false;
        stop.abort();
        await ended;
      },
    };
  };
}
