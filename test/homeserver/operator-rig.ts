import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { agent } from "../../src/agent.ts";
import { readConfiguration } from "../../src/cli/read-configuration.ts";
import type { Clock } from "../../src/core/clock.ts";
import type { UserId } from "../../src/core/ids.ts";
import type { Machine } from "../../src/core/machine.ts";
import { bootClock } from "../../src/machine/boot-clock.ts";
import { systemChance } from "../../src/machine/chance.ts";
import { systemClock } from "../../src/machine/clock.ts";
import { machine } from "../../src/machine/machine.ts";
import { openLog } from "../../src/machine/open-log.ts";
import { systemd } from "../../src/machine/systemd.ts";
import type { OperatorEvent } from "../../src/wiring/operator/operator-event.ts";
import type { OperatorSettings, OperatorSide } from "../../src/wiring/operator/operator-side.ts";
import { openOperator } from "../../src/wiring/operator.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { openAgent } from "./agent-rig.ts";
import { createUser, type MatrixUser, synapseUrl } from "./matrix-user.ts";

const clock = systemClock("trusted");
const quiet = openLog({ level: "error", pretty: true, write: (line) => void process.stderr.write(line) });

/** Gives an account its identity; the recovery key and the master key, as a person has them from any client. */
export async function makeIdentity(
  user: MatrixUser,
): Promise<{ readonly recoveryKey: string; readonly masterKey: string }> {
  using directory = temporaryDirectory();
  await using full = await openAgent({ directory: directory.path, user });
  const { identity } = full.link;
  if (identity.kind !== "signed") throw new Error(identity.detail);
  return { recoveryKey: readFileSync(join(directory.path, "recovery.key"), "utf8"), masterKey: identity.masterKey };
}

/** The operator's side with every event that it told. */
export async function startOperator(
  directory: string,
  user: MatrixUser,
  settings: Partial<OperatorSettings> & { readonly recoveryKey?: string } = {},
): Promise<{ readonly side: OperatorSide; readonly events: OperatorEvent[] } & AsyncDisposable> {
  const events: OperatorEvent[] = [];
  const { recoveryKey, ...changes } = settings;
  const side = await openOperator(
    { directory, homeserver: synapseUrl, user: user.id, agents: [], deviceName: "operator", ...changes },
    {
      clock,
      chance: systemChance,
      log: quiet,
      readPassword: () => user.password,
      recoveryKey,
      onEvent: (event) => void events.push(event),
      onFatal: (fault) => quiet.error(fault.message),
    },
  );
  return { side, events, [Symbol.asyncDispose]: () => side[Symbol.asyncDispose]() };
}

/** A new account with an identity, and its side, which knows of the agent's account. */
export async function openOperatorOf(agent: MatrixUser, directory: string) {
  const user = await createUser(synapseUrl, "op");
  const { recoveryKey, masterKey } = await makeIdentity(user);
  const operator = await startOperator(directory, user, { agents: [agent.id], recoveryKey });
  return { ...operator, user: user.id, masterKey };
}

interface ListedOperator {
  readonly user: UserId;
  readonly masterKey: string;
  /** Default: read, write and invoke. */
  readonly may?: readonly string[];
}

interface RunningAgent extends AsyncDisposable {
  readonly lines: ReadonlyMap<string, string>;
  /** Has it take the configuration anew, with these operators. */
  reload(operators: readonly ListedOperator[]): void;
}

/** The whole agent in this process, on simulated lines; `lines` are the levels that the hardware has. */
export function startAgent(
  directory: string,
  user: MatrixUser,
  operators: readonly ListedOperator[],
  /** What the system shows, with `clock: auto`; else the real one, said to be trusted. */
  systemTime?: Clock,
): RunningAgent {
  writeFileSync(join(directory, "pw"), user.password, { mode: 0o600 });
  const file = join(directory, "roomwire.yaml");
  const write = (listed: readonly ListedOperator[]): void =>
    writeFileSync(file, yaml(join(directory, "state"), user, listed, systemTime === undefined ? "trusted" : "auto"));
  write(operators);
  const read = readConfiguration(file);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const stop = new AbortController();
  const lines = new Map<string, string>();
  let hangUp = (): void => undefined;
  const parts = {
    configuration: read.configuration,
    machine: withEyes(lines),
    clock: systemTime ?? clock,
    boot: bootClock(process.env),
    chance: systemChance,
    log: quiet,
    systemd: systemd({}, process.pid),
    version: "test",
    readConfiguration: () => readConfiguration(file),
    onHangUp: (run: () => void) => {
      hangUp = run;
      return new DisposableStack();
    },
  };
  const ended = agent(parts, stop.signal);
  ended.catch((error: unknown) => quiet.error(String(error)));
  return {
    lines,
    reload: (listed) => {
      write(listed);
      hangUp();
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await ended;
    },
  };
}

/** The real simulated lines, with what they took noted on the way. */
function withEyes(lines: Map<string, string>): Machine {
  const real = machine(clock);
  return {
    ...real,
    openSimulatedLines: (socketPath, events) => {
      const opened = real.openSimulatedLines(socketPath, events);
      const write: typeof opened.write = async (line, level, signal) => {
        await opened.write(line, level, signal);
        lines.set(line, level);
      };
      return new Proxy(opened, {
        get: (target, key) => {
          if (key === "write") return write;
          const value: unknown = Reflect.get(target, key, target);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
    },
  };
}

function yaml(state: string, user: MatrixUser, operators: readonly ListedOperator[], trust: string): string {
  const listed = operators.map(
    ({ user: id, masterKey, may = ["read", "write", "invoke"] }) =>
      `  - { user: "${id}", master_key: "${masterKey}", may: [${may.join()}] }`,
  );
  return `
matrix:
  homeserver: ${synapseUrl}
  user: "${user.id}"
  password_file: pw
clock: ${trust}
state_directory: ${state}
telemetry: { every: 1s }
operators:
${listed.join("\n")}
connections:
  trial: { type: simulated }
things:
  box:
    title: Box
    properties:
      temperature: { type: number, unit: Cel, decimals: 2, from: { connection: trial, wave: constant, high: "21.5" }, report: { at_most_every: 1s, at_least_every: 10s } }
      setpoint: { type: number, minimum: 5, maximum: 30, decimals: 1, to: { connection: trial, line: setpoint, safe_value: null } }
      lamp: { type: boolean, from: { connection: trial, line: lamp }, to: { connection: trial, line: lamp, safe_value: false } }
      gate: { type: boolean, critical: true, to: { connection: trial, line: gate, safe_value: false }, limits: { max_on: 10m } }
    actions:
      lights_out: { write: { lamp: false } }
      flash: { pulse: lamp, for: { default: 1s, maximum: 5s } }
`;
}
