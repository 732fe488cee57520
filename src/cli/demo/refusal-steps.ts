import { type CommandContent, commandType } from "../../../schemas/command.ts";
import type { SealedEvent } from "../../core/room-ports.ts";
import type { Cast } from "./cast.ts";
import { edgesTo } from "./edges-to.ts";
import type { Observations, SeenResult } from "./observations.ts";
import { mustHold, type Step } from "./play-steps.ts";
import { refusalInLog } from "./refusal-in-log.ts";
import { putCommand, sealCommand } from "./seal-command.ts";
import { waitUntil } from "./wait-until.ts";

const withinMs = 40_000;
const minuteMs = 60_000;

/** What even the operator's own signed device is refused. */
export function refusalSteps(cast: Cast, seen: Observations): readonly Step[] {
  const { world, operator, rooms, clock } = cast;
  let used: { readonly content: CommandContent; readonly sealed: SealedEvent } | undefined;
  const compose = (name: string): CommandContent =>
    operator.compose({ agent: world.agent, thing: "greenhouse", op: "write", name, input: true });
  const lampOns = (): Promise<number> => edgesTo(world.hardware, "lamp", "true");
  const resultsOf = (id: string, count: number): Promise<readonly SeenResult[]> =>
    waitUntil(clock, `${count} result(s) of the command`, withinMs, () => {
      const results = seen.results(id).filter(({ status }) => status !== "accepted");
      return results.length >= count && results;
    });
  const isRefused = async (content: CommandContent, wanted: string): Promise<string> => {
    await putCommand(cast, await sealCommand(cast, content));
    const [result] = await resultsOf(content.id, 1);
    const told = `result ${result?.status} ${result?.code ?? ""}`;
    mustHold(result?.status === "refused" && result.code === wanted, told);
    return told;
  };
  return [
    {
      what: "a plaintext command",
      async observe() {
        const content = compose("lamp");
        const room = rooms[0];
        mustHold(room !== undefined, "there is no room");
        const wire = JSON.stringify(content);
        const eventId = await putCommand(cast, { room, type: commandType, wire, txn: `clear-${content.id}` });
        const code = await refusalInLog(cast, eventId);
        mustHold(code === "plaintext", `refused as ${code}`);
        const answer = await waitUntil(clock, "an answer", withinMs, () => seen.answerTo(eventId));
        return `refused as ${code} in the agent's log; the operator was told "${answer}"`;
      },
    },
    {
      what: "an expired command",
      observe: () => {
        const { issued_at, expires_at, ...rest } = compose("lamp");
        const late = { ...rest, issued_at: issued_at - minuteMs, expires_at: expires_at - minuteMs };
        return isRefused(late, "expired");
      },
    },
    { what: "a critical command", observe: () => isRefused(compose("valve"), "challenge") },
    {
      what: "a command under an id that was used",
      async observe() {
        const before = await lampOns();
        const content = compose("lamp");
        const sealed = await sealCommand(cast, content);
        used = { content, sealed };
        await putCommand(cast, sealed);
        const [first] = await resultsOf(content.id, 1);
        await putCommand(cast, await sealCommand(cast, content));
        const [, second] = await resultsOf(content.id, 2);
        const edges = (await lampOns()) - before;
        const told = `first ${first?.status}, then ${second?.status} ${second?.code ?? ""}; switched on ${edges} times`;
        mustHold(first?.status === "done" && second?.code === "repeated" && edges === 1, told);
        return `first result done, second refused repeated; the hardware switched the lamp on once`;
      },
    },
    {
      what: "its very ciphertext, put into the room once more",
      async observe() {
        mustHold(used !== undefined, "no command went before");
        const before = await lampOns();
        const code = await refusalInLog(
          cast,
          await putCommand(cast, { ...used.sealed, txn: `again-${used.content.id}` }),
        );
        const edges = (await lampOns()) - before;
        mustHold(code === "replay" && edges === 0, `refused as ${code}; switched on ${edges} times`);
        return `refused as ${code} in the agent's log, the hardware did nothing`;
      },
    },
  ];
}
