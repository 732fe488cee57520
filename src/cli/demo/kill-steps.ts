import { formatDecimal } from "../../core/decimal.ts";
import { isDecimal, type Value } from "../../core/value.ts";
import type { AgentProcess } from "./agent-process.ts";
import type { Cast } from "./cast.ts";
import { edgesTo } from "./edges-to.ts";
import { lineNumbers } from "./line-numbers.ts";
import type { Observations } from "./observations.ts";
import { mustHold, type Step } from "./play-steps.ts";
import { putCommand, sealCommand } from "./seal-command.ts";
import { waitUntil } from "./wait-until.ts";

const withinMs = 60_000;
/** Lines that must come after the restart before the numbers are looked at. */
const linesAfter = 8;

/** `kill -9` while readings and a command are under way, and what is left of it all afterwards. */
export function killSteps(cast: Cast, seen: Observations): readonly Step[] {
  const { world, operator, clock } = cast;
  const { hardware, serialLines } = world;
  let commandId = "";
  let killedAt = 0;
  const pumpOns = (): Promise<number> => edgesTo(hardware, "pump", "true");
  return [
    {
      what: "the agent is killed while a command is under way",
      async observe() {
        // The pump obeys but tells the old level, so the command stays under way until it is read back: for 30 s.
        await hardware.setFault("pump", "lie", "false");
        const wish = { agent: world.agent, thing: "greenhouse", op: "write", name: "pump", input: true } as const;
        const command = operator.compose(wish);
        commandId = command.id;
        await putCommand(cast, await sealCommand(cast, command));
        await waitUntil(clock, "the hardware switches the pump on", withinMs, async () => (await pumpOns()) === 1);
        killedAt = clock.now();
        await cast.agent().kill();
        const early = seen.results(commandId).map(({ status }) => status);
        mustHold(!early.some((status) => status !== "accepted"), `the command already had its result: ${early.join()}`);
        return `kill -9 after the hardware switched the pump on and before a result`;
      },
    },
    {
      what: "the agent is back with the same device",
      async observe() {
        await hardware.setFault("pump", "none");
        const before = deviceOf(cast.agent());
        const begin = clock.monotonic();
        const agent = await cast.restartAgent();
        const seconds = ((clock.monotonic() - begin) / 1000).toFixed(1);
        mustHold(deviceOf(agent) === before, `it was ${before} and is ${deviceOf(agent)}`);
        return `${before}, ready ${seconds} s after its start`;
      },
    },
    {
      what: "the interrupted command has its one result",
      async observe() {
        const find = () => seen.results(commandId).find(({ status }) => status !== "accepted");
        const result = await waitUntil(clock, "a result", withinMs, find);
        const told = `result ${result.status} ${result.code ?? ""}`;
        mustHold(result.status === "unknown" && result.code === "interrupted", told);
        return told;
      },
    },
    { what: "nothing was done twice, and outputs are safe", observe: () => outputsAreSafe(cast) },
    {
      what: "no reading is lost",
      async observe() {
        const numbers = () => seen.readings("greenhouse", "line").flatMap(({ value }) => numberOf(value));
        const isAfter = (number: number): boolean => (serialLines.get(number) ?? 0) > killedAt;
        const areBack = () => numbers().filter(isAfter).length >= linesAfter;
        await waitUntil(clock, `${linesAfter} serial lines after the restart`, withinMs, areBack);
        const { before, after, lost, lastSecond, unheard, twice } = lineNumbers(serialLines, numbers(), killedAt);
        mustHold(before > 0, "no line of before the kill was received");
        const since = (number: number): string => (((serialLines.get(number) ?? 0) - killedAt) / 1000).toFixed(2);
        const lostLines = lost.map((number) => `${number} (${since(number)} s after the kill)`);
        mustHold(lost.length === 0, `these numbered lines are lost: ${lostLines.join()}`);
        mustHold(twice.length === 0, `these numbered lines came twice: ${twice.join()}`);
        const missing = `${lastSecond.length} of the last second before the kill, ${unheard} while nobody listened`;
        return `${before} numbered lines of before the kill and ${after} of after it, none twice; missing: ${missing}`;
      },
    },
  ];
}

async function outputsAreSafe({ world: { hardware } }: Cast): Promise<string> {
  const edges = await hardware.edges();
  const levels = ["lamp", "pump", "valve"].map((line) => [line, edges.findLast((edge) => edge.line === line)?.level]);
  const told = levels.map(([line, level]) => `${line} ${level}`).join(", ");
  const pumpOns = await edgesTo(hardware, "pump", "true");
  mustHold(pumpOns === 1, `the hardware switched the pump on ${pumpOns} times`);
  mustHold(
    levels.every(([, level]) => level === "false"),
    told,
  );
  return `the hardware switched the pump on once in all, and now has ${told}`;
}

function deviceOf(agent: AgentProcess): string {
  return String(agent.log.find(({ message }) => message.startsWith("signed in"))?.device);
}

function numberOf(value: Value | undefined): readonly number[] {
  return isDecimal(value) ? [Number(formatDecimal(value))] : [];
}
