import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type RunningSynapse, startSynapse } from "../../../scripts/synapse/start-synapse.ts";
import type { Clock } from "../../core/clock.ts";
import type { UserId } from "../../core/ids.ts";
import { openSimulationControl, type SimulationControl } from "../../machine/simulation-control.ts";
import { openBroker } from "./broker.ts";
import { openClimateSensor } from "./climate-sensor.ts";
import { demoConfiguration } from "./demo-configuration.ts";
import { makeLoginOfNewAccount } from "./make-login.ts";
import type { Homeserver } from "./matrix-request.ts";
import { makeIdentity } from "./ordinary-client.ts";
import { startHardware, startSensor } from "./start-hardware.ts";

export interface WorldOptions {
  readonly directory: string;
  readonly clock: Clock;
  readonly limits: "default" | "relaxed";
  readonly linesAtMostEveryMs: number;
  readonly telemetryEveryMs: number;
  readonly progress: (line: string) => void;
}

export interface Account {
  readonly user: UserId;
  readonly password: string;
}

/** Everything around the agent: homeserver, accounts, buses with something on them, and the configuration for it all. */
export interface DemoWorld {
  readonly homeserver: Homeserver;
  readonly agent: UserId;
  readonly operator: Account & { readonly recoveryKey: string };
  readonly hardware: SimulationControl;
  /** UTC ms at which each numbered serial line went out, by number. */
  readonly serialLines: ReadonlyMap<number, number>;
  /** Path of the agent's configuration. */
  readonly configuration: string;
}

/** Opens it all on the caller's stack, so that a Ctrl-C while it opens closes what is open. */
export async function openDemoWorld(options: WorldOptions, opening: AsyncDisposableStack): Promise<DemoWorld> {
  const { directory, clock, limits: profile, progress } = options;
  const hardware = opening.use(await startHardware(directory, clock));
  const control = opening.use(await openSimulationControl(hardware.socket));
  const sensor = opening.use(await startSensor(directory, clock));
  const broker = opening.use(await openBroker());
  opening.use(await openClimateSensor(broker.url, "Living room"));
  const synapse = opening.use(
    killable(await startSynapse({ directory: join(directory, "synapse"), profile, progress })),
  );
  const homeserver = { url: synapse.url, clock };
  progress("making accounts ...");
  const [agentPassword, password] = [newPassword(), newPassword()];
  const [agent, ana] = await Promise.all([
    makeLoginOfNewAccount(homeserver, "greenhouse", agentPassword),
    makeLoginOfNewAccount(homeserver, "ana", password),
  ]);
  const { masterKey, recoveryKey } = await makeIdentity(synapse.url, ana, password);
  const configuration = demoConfiguration({
    ...options,
    homeserver: synapse.url,
    agent: agent.userId,
    agentPassword,
    operator: ana.userId,
    masterKey,
    brokerUrl: broker.url,
    hardwareSocket: hardware.socket,
    serialPort: sensor.port,
  });
  return {
    homeserver,
    agent: agent.userId,
    operator: { user: ana.userId, password, recoveryKey },
    hardware: control,
    serialLines: sensor.lines,
    configuration,
  };
}

/** Its directory is thrown away, so it need not end in good order, which takes seconds. */
function killable(synapse: RunningSynapse): RunningSynapse {
  return {
    ...synapse,
    async [Symbol.asyncDispose]() {
      process.kill(synapse.pid, "SIGKILL");
      await synapse[Symbol.asyncDispose]();
    },
  };
}

function newPassword(): string {
  return randomBytes(9).toString("base64url");
}
