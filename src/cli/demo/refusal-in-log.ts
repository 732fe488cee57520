import type { Cast } from "./cast.ts";
import { waitUntil } from "./wait-until.ts";

const withinMs = 20_000;

/** The code that the agent's log gives for refusing this event; for refusals that their sender is told nothing of. */
export async function refusalInLog({ agent, clock }: Cast, eventId: string): Promise<string> {
  return await waitUntil(clock, `a refusal of ${eventId} in the agent's log`, withinMs, () => {
    const line = agent().log.find(({ message, event_id }) => event_id === eventId && message.startsWith("refused"));
    return line === undefined ? undefined : String(line.code);
  });
}

/** The code with which the agent's log says that it left out something since; what is left out is only counted. */
export async function leftOutInLog({ agent, clock }: Cast, since: number): Promise<string> {
  return await waitUntil(clock, "a word of what was left out in the agent's log", 4 * withinMs, () => {
    const line = agent()
      .log.slice(since)
      .find(({ message }) => message.startsWith("left out"));
    return line === undefined ? undefined : String(line.code);
  });
}
