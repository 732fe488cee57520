import { join } from "node:path";
import { AgentFault } from "../../core/agent-fault.ts";
import type { Clock } from "../../core/clock.ts";
import type { RoomId } from "../../core/ids.ts";
import { systemChance } from "../../machine/chance.ts";
import { openLog } from "../../machine/open-log.ts";
import type { OperatorEvent } from "../../wiring/operator/operator-event.ts";
import type { OperatorSide } from "../../wiring/operator/operator-side.ts";
import { openOperator } from "../../wiring/operator.ts";
import { type AgentProcess, type LogLine, startAgent } from "./agent-process.ts";
import { type DemoWorld, openDemoWorld, type WorldOptions } from "./demo-world.ts";
import { waitUntil } from "./wait-until.ts";

export interface CastOptions extends WorldOptions {
  readonly takeEvent: (event: OperatorEvent) => void;
  readonly takeLog?: (line: LogLine) => void;
  /** The operator's side came to its end. */
  readonly fail: (error: Error) => void;
}

/** Who plays: the world, the agent in a process of its own, and the operator in this one. */
export interface Cast {
  readonly world: DemoWorld;
  readonly clock: Clock;
  readonly operator: OperatorSide;
  /** The room for people, and that for data. */
  readonly rooms: readonly RoomId[];
  readonly agent: () => AgentProcess;
  /** Starts the agent again; resolves when it is ready. */
  readonly restartAgent: () => Promise<AgentProcess>;
}

/** ms until the agent is ready, five times what a slow machine needs. */
const readyWithinMs = 40_000;

/** Opens the world, then the operator, then the agent, on the caller's stack. */
export async function openCast(options: CastOptions, opening: AsyncDisposableStack): Promise<Cast> {
  const { clock, progress } = options;
  const world = await openDemoWorld(options, opening);
  let agent: AgentProcess;
  const start = async (): Promise<AgentProcess> => {
    agent = opening.use(startAgent(world.configuration, clock, options.takeLog));
    await agentIsReady(agent, clock);
    return agent;
  };
  // The operator first: what the agent seals before the operator has joined, the operator can never read.
  progress("signing in the operator ...");
  const operator = opening.use(await signIn(world, options));
  progress("starting the agent ...");
  await start();
  const rooms = await waitUntil(clock, "the operator is in the agent's two rooms", 20_000, () => {
    const known = operator.agents().find((candidate) => candidate.agent === world.agent)?.rooms;
    return known !== undefined && known.length > 1 && known;
  });
  return { world, clock, operator, rooms, agent: () => agent, restartAgent: start };
}

async function agentIsReady(agent: AgentProcess, clock: Clock): Promise<void> {
  const early = agent.ended.then(() => {
    throw new Error(`The agent does not start: ${agent.log.at(-1)?.message ?? "it said nothing"}`);
  });
  early.catch(() => undefined);
  const isReady = (): boolean => agent.log.some(({ message }) => message === "ready");
  await Promise.race([waitUntil(clock, "the agent is ready", readyWithinMs, isReady), early]);
}

async function signIn({ homeserver, agent, operator }: DemoWorld, options: CastOptions): Promise<OperatorSide> {
  const { directory, clock, takeEvent, fail } = options;
  const side = await openOperator(
    {
      directory: join(directory, "operator"),
      homeserver: homeserver.url,
      user: operator.user,
      agents: [agent],
      deviceName: "Roomwire demo",
    },
    {
      clock,
      chance: systemChance,
      log: openLog({ level: "error" }),
      readPassword: () => operator.password,
      recoveryKey: operator.recoveryKey,
      onEvent: takeEvent,
      onFatal: fail,
    },
  );
  if (side.identity.kind === "signed") return side;
  throw new AgentFault("internal", `The operator's device is not signed: ${side.identity.detail}`);
}
