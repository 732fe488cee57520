import type { Configuration } from "../../config/configuration.ts";
import { AgentFault } from "../../core/agent-fault.ts";
import { lookIntoStore } from "../../store/look-into-store.ts";
import { type PeopleJson, peopleJson } from "../../wiring/people/person-json.ts";
import { askAgent } from "../ask-agent.ts";

/** ms without an answer after which its files are looked into. */
const silentMs = 5_000;

/** Whose keys are pinned how: by the running agent's word, else as its files have it. Never throws an AgentFault. */
export async function knownPeople(configuration: Configuration): Promise<PeopleJson> {
  const asked = await askRunning(configuration.stateDirectory);
  return asked ?? readFiles(configuration);
}

async function askRunning(stateDirectory: string): Promise<PeopleJson | undefined> {
  try {
    return (await askAgent({ stateDirectory, do: "operators", with: { ask: "list" }, silentMs })) as
      | PeopleJson
      | undefined;
  } catch (error) {
    // Not as far yet, or not ours to ask: its files say nearly the same.
    if (error instanceof AgentFault) return undefined;
    throw error;
  }
}

function readFiles(configuration: Configuration): PeopleJson {
  const agent = configuration.matrix.user;
  const nothing = { pin: () => undefined, keysSeen: () => [], fact: () => undefined };
  try {
    using look = lookIntoStore(configuration.stateDirectory, "control.db");
    if (look === undefined || look.version === 0) return peopleJson({ configuration, agent, store: nothing });
    const store = { ...look.people, fact: (name: string) => look.fact(name) };
    return peopleJson({ configuration, agent, store });
  } catch (error) {
    if (error instanceof AgentFault) return peopleJson({ configuration, agent, store: nothing });
    throw error;
  }
}
