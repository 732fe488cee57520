import type { Configuration } from "../../config/configuration.ts";
import type { StatusReport } from "../../wiring/answer-status.ts";
import { askAgent } from "../ask-agent.ts";
import type { Dialogue } from "./dialogue.ts";
import { ownCommand } from "./own-command.ts";
import { pinOperator } from "./pin-operator.ts";
import { runAgentHere } from "./run-agent-here.ts";
import { until } from "./until.ts";

/** Runs the agent, has each operator without a key pinned, and waits for the first readings in the room. Throws the fault that ends the agent. */
export async function meetOperators(configuration: Configuration, dialogue: Dialogue): Promise<void> {
  const { stateDirectory, matrix, operators } = configuration;
  dialogue.say("");
  dialogue.say("Starting the agent ...");
  await using agent = runAgentHere(configuration, dialogue.say);
  await agent.ready;
  const over = new AbortController();
  try {
    // From now on: readings can go out while somebody is still to be pinned.
    const delivered = until(() => haveLeft(stateDirectory), over.signal);
    const later = ownCommand(`operators pair --config ${configuration.file}`, process.env);
    const unknown = operators.filter(({ masterKey }) => masterKey === undefined);
    for (const { user } of unknown) {
      const ownRooms = matrix.room === undefined ? matrix.deviceName : undefined;
      const parts = { user, agent: matrix.user, ownRooms, stateDirectory, dialogue };
      const isPinned = await Promise.race([pinOperator(parts), agent.ended]);
      const not = `${user} is not obeyed yet; later, while the agent runs: ${later}`;
      dialogue.say(isPinned ? `${user} is known from now on.` : not);
    }
    await Promise.race([waitForReadings(delivered, dialogue), agent.ended]);
  } finally {
    over.abort();
  }
}

async function waitForReadings(delivered: Promise<boolean>, dialogue: Dialogue): Promise<void> {
  dialogue.say("Waiting for the first readings in the room, half a minute after somebody has joined. Enter goes on.");
  const over = new AbortController();
  const enter = dialogue.waitForEnter(over.signal);
  const skipped = enter.then((isPressed) => (isPressed ? false : delivered));
  const isThere = await Promise.race([delivered, skipped]).finally(() => over.abort());
  await enter;
  dialogue.say(isThere ? "The first readings are in the room. In a client: !status" : "Nothing was awaited.");
}

/** Readings leave only when somebody is there to read them. */
async function haveLeft(stateDirectory: string): Promise<boolean> {
  const report = (await askAgent({ stateDirectory, do: "status" })) as StatusReport | undefined;
  return (report?.delivered_through ?? 0) > 0;
}
