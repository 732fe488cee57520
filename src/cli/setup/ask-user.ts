import { AgentFault } from "../../core/agent-fault.ts";
import { isUserId, type UserId } from "../../core/ids.ts";
import type { Dialogue, Understood } from "./dialogue.ts";

/** Which account the agent uses: by its flag, or asked. Throws AgentFault `bad-usage`. */
export async function askUser(given: string | undefined, dialogue: Dialogue): Promise<UserId> {
  if (given === undefined) {
    dialogue.say("The agent needs an account of its own on any homeserver: an ordinary one, not yours.");
    return await dialogue.ask({
      text: "User id of the agent, as @greenhouse:example.org: ",
      flag: "--user",
      understand,
    });
  }
  const understood = understand(given);
  if (understood.ok) return understood.value;
  throw new AgentFault("bad-usage", `--user ${given}: ${understood.problem}`);
}

function understand(typed: string): Understood<UserId> {
  return isUserId(typed)
    ? { ok: true, value: typed }
    : { ok: false, problem: "That is no user id: it looks like @greenhouse:example.org." };
}
