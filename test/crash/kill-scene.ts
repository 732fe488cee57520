import { join } from "node:path";
import { startHardware } from "../../src/cli/demo/start-hardware.ts";
import { systemClock } from "../../src/machine/clock.ts";
import { openSimulationControl, type SimulationControl } from "../../src/machine/simulation-control.ts";
import type { CommandEnd, CommandWish } from "../../src/wiring/operator/command-wish.ts";
import type { OperatorEvent } from "../../src/wiring/operator/operator-event.ts";
import { writeConfiguration } from "../agent/agent-process.ts";
import { superviseUnit, type UnitSupervisor } from "../agent/unit-supervisor.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { createUser, synapseUrl } from "../homeserver/matrix-user.ts";
import { openOperatorOf } from "../homeserver/operator-rig.ts";

/** A command that was sent, with what the hardware sees of it. */
export interface SentCommand {
  readonly wish: CommandWish;
  readonly act: { readonly line: string; readonly level: string } | undefined;
  readonly end: Promise<CommandEnd>;
}

/** A real agent under the unit's command lines, real hardware processes and a real homeserver around it. */
export interface KillScene extends AsyncDisposable {
  readonly directory: string;
  readonly unit: UnitSupervisor;
  readonly hardware: SimulationControl;
  readonly sent: readonly SentCommand[];
  /** What the operator's side was told, decrypted and checked. */
  readonly told: readonly OperatorEvent[];
  send(wish: CommandWish, act: SentCommand["act"]): void;
}

/** ms that a lamp of the scene may be on. */
export const lampMaxOnMs = 2_000;
export const lamps = ["lamp_0", "lamp_1", "lamp_2", "gate"] as const;

/** Long enough for everything that the agent still has to send at 0.2 events/s. */
const lifetimeMs = 120_000;

const clock = systemClock("trusted");

export async function openKillScene(): Promise<KillScene> {
  await using opening = new AsyncDisposableStack();
  const directory = opening.use(temporaryDirectory()).path;
  const server = opening.use(await startHardware(directory, clock));
  const hardware = opening.use(await openSimulationControl(server.socket));
  // It obeys but tells the old level, so that its commands are under way until they give up.
  await hardware.setFault("gate", "lie", "false");
  const agent = await createUser(synapseUrl, "agent");
  const { side, events, user, masterKey } = opening.use(await openOperatorOf(agent, join(directory, "operator")));
  const configuration = writeConfiguration(directory, {
    homeserver: synapseUrl,
    user: agent.id,
    password: agent.password,
    operators: [{ user, master_key: masterKey, may: ["read", "write", "invoke"] }],
    connections: { trial: { type: "simulated", socket: server.socket } },
    things,
  });
  const unit = opening.use(superviseUnit({ directory, configuration, restart: true }));
  await until("the operator knows the Thing", () => side.agents()[0]?.things.has("box") === true);
  const sent: SentCommand[] = [];
  const opened = opening.move();
  return {
    directory,
    unit,
    hardware,
    sent,
    told: events,
    send: (wish, act) => {
      const end = side.command({ ...wish, lifetimeMs });
      // Looked at when all is over.
      end.catch(() => undefined);
      sent.push({ wish, act, end });
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

const lamp = (line: string, change: object = {}): object => ({
  type: "boolean",
  from: { line },
  to: { line, safe_value: false },
  limits: { max_on: `${lampMaxOnMs}ms` },
  ...change,
});

const things = {
  box: {
    connection: "trial",
    properties: {
      setpoint: {
        type: "number",
        minimum: 0,
        maximum: 100_000,
        decimals: 0,
        from: { line: "setpoint" },
        to: { line: "setpoint", safe_value: null },
      },
      warmth: { type: "number", unit: "Cel", decimals: 1, from: { wave: "sine", low: "15", high: "30" } },
    },
  },
  yard: {
    connection: "trial",
    properties: { lamp_0: lamp("lamp_0"), lamp_1: lamp("lamp_1"), lamp_2: lamp("lamp_2") },
  },
  drive: { connection: "trial", properties: { gate: lamp("gate", { read_back: { within: "1500ms" } }) } },
};
