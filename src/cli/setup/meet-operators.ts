import type { Configuration } from "../../config/configuration.ts";
import type { StatusReport } from "../../wiring/answer-status.ts";
import { askAgent } from "../ask-agent.ts";
import type { Dialogue } from "./dialogue.ts";
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
  const unknown = operators.filter(({ masterKey }) => masterKey === undefined);
  for (const { user } of unknown) {
    const parts = { user, agent: matrix.user, roomName: matrix.deviceName, stateDirectory, dialogue };
    const isPinned = await Promise.race([pinOperator(parts), agent.ended]);
    dialogue.say(
      isPinned ? `${user} is known from now on.` : `${user} is not obeyed yet; later: roomwire operators pair`,
    );
  }
  await waitForReadings(stateDirectory, dialogue, agent.ended);
}

/** A reading is delivered only when somebody is there to read it. Enter goes on without. */
async function waitForReadings(stateDirectory: string, dialogue: Dialogue, ended: Promise<never>): Promise<void> {
  dialogue.say("");
  dialogue.say(
    "Waiting for the first readings in the room, up to half a minute after somebody has joined. Enter goes on.",
  );
  const over = new AbortController();
  let waiting = 0;
  const isDelivered = async (): Promise<boolean> => {
    const report = (await askAgent({ stateDirectory, do: "status" })) as StatusReport | undefined;
    const before = waiting;
    waiting = report?.waiting.readings ?? 0;
    return waiting < before;
  };
  try {
    const delivered = until(isDelivered, over.signal);
    const skipped = dialogue.waitForEnter(over.signal).then((isPressed) => (isPressed ? false : delivered));
    const isThere = await Promise.race([delivered, skipped, ended]);
    dialogue.say(isThere ? "The first readings are in the room. In a client: !status" : "No reading was awaited.");
  } finally {
    over.abort();
  }
}
