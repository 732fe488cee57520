import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startSynapse } from "../../scripts/synapse/start-synapse.ts";
import { type AgentProcess, startAgent } from "../../src/cli/demo/agent-process.ts";
import { type Login, makeLoginOfNewAccount } from "../../src/cli/demo/make-login.ts";
import { startHardware } from "../../src/cli/demo/start-hardware.ts";
import { waitUntil } from "../../src/cli/demo/wait-until.ts";
import type { UserId } from "../../src/core/ids.ts";
import { systemClock } from "../../src/machine/clock.ts";
import { openSimulationControl, type SimulationControl } from "../../src/machine/simulation-control.ts";
import { recordPastDay } from "./past-day.ts";

/** A homeserver with the limits of an untouched one, an agent on it, and a person who has an account and no identity yet. */
export interface ClientWorld extends AsyncDisposable {
  readonly homeserver: string;
  readonly agent: UserId;
  /** A login that no client has used. */
  readonly person: Login & { readonly password: string };
  /** The id of the agent's room for people. */
  readonly room: string;
  readonly hardware: SimulationControl;
  /** The agent's configuration file. */
  readonly configuration: string;
  readonly process: AgentProcess;
}

const clock = systemClock("trusted");

export async function openClientWorld(directory: string, progress: (line: string) => void): Promise<ClientWorld> {
  await using opening = new AsyncDisposableStack();
  const hardware = opening.use(await startHardware(directory, clock));
  const control = opening.use(await openSimulationControl(hardware.socket));
  const synapse = opening.use(
    await startSynapse({ directory: join(directory, "synapse"), profile: "default", progress }),
  );
  const homeserver = { url: synapse.url, clock };
  const [agentPassword, password] = [newPassword(), newPassword()];
  const agent = await makeLoginOfNewAccount(homeserver, "greenhouse", agentPassword);
  const person = await makeLoginOfNewAccount(homeserver, "ana", password);
  const configuration = join(directory, "roomwire.yaml");
  writeFileSync(join(directory, "agent.password"), `${agentPassword}\n`, { mode: 0o600 });
  const settings = { homeserver: synapse.url, agent: agent.userId, person: person.userId, socket: hardware.socket };
  writeFileSync(configuration, yaml(settings), { mode: 0o600 });
  recordPastDay(join(directory, "agent"));
  progress("starting the agent ...");
  const running = opening.use(startAgent(configuration, clock));
  const room = await waitUntil(clock, "the agent is ready", 60_000, () => {
    const line = running.log.find(({ message }) => message === "ready");
    return line !== undefined && String(line.room);
  });
  const owned = opening.move();
  return {
    homeserver: synapse.url,
    agent: agent.userId,
    person: { ...person, password },
    room,
    hardware: control,
    configuration,
    process: running,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

interface Settings {
  readonly homeserver: string;
  readonly agent: UserId;
  readonly person: UserId;
  readonly socket: string;
}

const yaml = ({ homeserver, agent, person, socket }: Settings): string => `
matrix:
  homeserver: ${homeserver}
  user: "${agent}"
  password_file: agent.password
  device_name: Greenhouse
clock: trusted
time_zone: Europe/Berlin
state_directory: agent
operators:
  - user: "${person}"
    may: [read, write, invoke, admin]
connections:
  header: { type: simulated, socket: ${socket} }
things:
  greenhouse:
    title: Greenhouse
    properties:
      temperature:
        type: number
        unit: Cel
        decimals: 1
        from: { connection: header, wave: sine, low: 19, high: 20, noise: 0.1, period: 1d, every: 1s }
        report: { change: 0.2, at_most_every: 1m, at_least_every: 5m }
      door:
        type: boolean
        labels: { true: open, false: closed }
        from: { connection: header, line: door }
        alerts: [{ is: true, text: Door is open }]
      pump:
        type: boolean
        from: { connection: header, line: pump }
        to: { connection: header, line: pump, safe_value: false }
        limits: { max_on: 30m }
`;

const newPassword = (): string => randomBytes(12).toString("base64url");
