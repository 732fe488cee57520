import type { Cast } from "./cast.ts";
import { edgesTo } from "./edges-to.ts";
import type { Observations } from "./observations.ts";
import { mustHold, type Step } from "./play-steps.ts";
import { waitUntil } from "./wait-until.ts";

const withinMs = 30_000;

/** What a command event and a typed line do, seen at the operator and at the hardware. */
export function commandSteps({ world, operator, rooms, clock }: Cast, seen: Observations): readonly Step[] {
  return [
    {
      what: "a command, executed and read back",
      async observe() {
        const before = await edgesTo(world.hardware, "lamp", "true");
        const wish = { agent: world.agent, thing: "greenhouse", op: "write", name: "lamp", input: true } as const;
        const { outcome } = await operator.command(wish);
        const edges = (await edgesTo(world.hardware, "lamp", "true")) - before;
        const told = `result ${outcome.status} ${outcome.code ?? ""}, confirmed by ${outcome.confirmed}`;
        mustHold(outcome.status === "done" && outcome.confirmed === "property", told);
        mustHold(outcome.output === true && edges === 1, `the hardware switched the lamp on ${edges} times`);
        return `result done, confirmed by the property; the hardware switched the lamp on once`;
      },
    },
    {
      what: "a typed command, answered",
      async observe() {
        const before = await edgesTo(world.hardware, "lamp", "false");
        const [room] = rooms;
        mustHold(room !== undefined, "there is no room");
        const eventId = await operator.say(room, "!lamp off");
        const answer = await waitUntil(clock, "an answer", withinMs, () => seen.answerTo(eventId));
        const edges = (await edgesTo(world.hardware, "lamp", "false")) - before;
        mustHold(edges === 1, `the hardware switched the lamp off ${edges} times; the answer was "${answer}"`);
        return `"!lamp off" got "${answer}"; the hardware switched the lamp off once`;
      },
    },
  ];
}
