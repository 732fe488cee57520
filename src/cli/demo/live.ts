import type { Clock } from "../../core/clock.ts";
import type { SimulationControl } from "../../machine/simulation-control.ts";
import type { OperatorEvent } from "../../wiring/operator/operator-event.ts";
import type { AgentProcess } from "./agent-process.ts";
import { type Cast, openCast } from "./cast.ts";
import type { WorldOptions } from "./demo-world.ts";
import { eventLines, logLines, timed } from "./event-lines.ts";
import { openDemoScreen } from "./open-demo-screen.ts";

export type LiveOptions = Pick<WorldOptions, "directory" | "clock"> & {
  readonly say: (line: string) => void;
  readonly fail: (error: Error) => void;
  /** Ends the demo in good order. */
  readonly quit: () => void;
};

const lookAtHardwareMs = 250;
/** ms for which the operator of the demo leaves the lamp on. */
const lampOnMs = 15_000;

/** `npm run demo`: tells what happens as it happens, until it is stopped; rejects when the agent ends by itself. */
export async function live(options: LiveOptions, opening: AsyncDisposableStack): Promise<never> {
  const { say, clock } = options;
  const begin = clock.monotonic();
  let tell = (line: string): void => say(timed(clock.now(), line));
  const tellAll = (lines: readonly string[]): void => {
    for (const line of lines) tell(line);
  };
  let takeEvent = (event: OperatorEvent): void => tellAll(eventLines(event));
  const early: OperatorEvent[] = [];
  let isReady = false;
  const cast = await openCast(
    {
      ...options,
      limits: "default",
      linesAtMostEveryMs: 60_000,
      telemetryEveryMs: 10_000,
      progress: say,
      takeEvent: (event) => {
        if (!isReady) early.push(event);
        takeEvent(event);
      },
      // Until all is connected it warns of what is not yet.
      takeLog: (line) => isReady && tellAll(logLines(line)),
    },
    opening,
  );
  isReady = true;
  const head = invitation(cast, (clock.monotonic() - begin) / 1000);
  for (const line of head) say(line);
  const screen = openDemoScreen(cast, head, { quit: options.quit, tell: (line) => tell(line) });
  if (screen !== undefined) {
    opening.use(screen);
    tell = (line) => screen.tell(timed(clock.now(), line));
    takeEvent = screen.take;
    for (const event of early) takeEvent(event);
  }
  opening.use(tellEdges(cast.world.hardware, clock, (line, level) => tell(`hardware   line ${line} is ${level}`)));
  await Promise.race([commandLamp(cast, (line) => tell(line)), rejectAtEnd(cast.agent())]);
  return await rejectAtEnd(cast.agent());
}

function invitation({ world: { homeserver, operator } }: Cast, seconds: number): readonly string[] {
  return [
    "",
    `Ready after ${seconds.toFixed(1)} s. Any Matrix client on this machine can join:`,
    "",
    `  homeserver    ${homeserver.url}`,
    `  user          ${operator.user}`,
    `  password      ${operator.password}`,
    `  recovery key  ${operator.recoveryKey}`,
    "",
    "Verify the client with the recovery key, open the room Greenhouse, and type  !status  or  !lamp on",
    "Readings, commands and outcomes follow. This homeserver has the usual limits: 10 events at once, then one in",
    "5 seconds. Ctrl-C ends it all and leaves nothing behind.",
    "",
  ];
}

/** The operator of the demo switches the lamp on and, after a while, off. */
async function commandLamp({ operator, world, clock }: Cast, tell: (line: string) => void): Promise<void> {
  for (const input of [true, false]) {
    tell(`operator   sends greenhouse/lamp ${input}`);
    const wish = { agent: world.agent, thing: "greenhouse", op: "write", name: "lamp", input } as const;
    const { outcome } = await operator.command(wish);
    tell(`operator   got the result ${outcome.status}, confirmed by ${outcome.confirmed ?? "nobody"}`);
    if (input) await new Promise<void>((done) => clock.after(lampOnMs, done));
  }
}

async function rejectAtEnd(agent: AgentProcess): Promise<never> {
  await agent.ended;
  throw new Error(`the agent ended by itself; it said last: ${agent.log.at(-1)?.message}`);
}

/** Tells every change of a line from now on, by the word of the hardware's own process. */
function tellEdges(hardware: SimulationControl, clock: Clock, tell: (line: string, level: string) => void): Disposable {
  let from = clock.now();
  let isOver = false;
  let timer: Disposable;
  const look = async (): Promise<void> => {
    const edges = await hardware.edges().catch(() => []);
    if (isOver) return;
    const fresh = edges.filter(({ at }) => at > from);
    for (const { line, level } of fresh) tell(line, level);
    from = fresh.at(-1)?.at ?? from;
    timer = clock.after(lookAtHardwareMs, () => void look());
  };
  timer = clock.after(0, () => void look());
  return {
    [Symbol.dispose]() {
      isOver = true;
      timer[Symbol.dispose]();
    },
  };
}
