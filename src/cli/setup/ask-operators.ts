import { AgentFault } from "../../core/agent-fault.ts";
import { isUserId, type UserId } from "../../core/ids.ts";
import type { Dialogue, Understood } from "./dialogue.ts";

/** Who may command, under a key that is known already or not. */
export interface NewOperator {
  readonly user: UserId;
  /** Unpadded base64. */
  readonly masterKey: string | undefined;
}

/** Who may command: by flags, or asked. At least one. Throws AgentFault `bad-usage`. */
export async function askOperators(given: readonly string[], dialogue: Dialogue): Promise<readonly NewOperator[]> {
  if (given.length === 0) {
    return await dialogue.ask({
      text: "Who may command it? Your own user id, or several with spaces between: ",
      flag: "--operator",
      understand,
    });
  }
  const understood = understand(given.join(" "));
  if (understood.ok) return understood.value;
  throw new AgentFault("bad-usage", `--operator: ${understood.problem}`);
}

function understand(typed: string): Understood<readonly NewOperator[]> {
  const words = typed.split(/[\s,]+/).filter((word) => word !== "");
  if (words.length === 0) return { ok: false, problem: "At least one: without anybody nothing can be switched." };
  const found: NewOperator[] = [];
  for (const word of words) {
    const [, user = word, masterKey] = /^(.*)=([A-Za-z0-9+/]{43})$/.exec(word) ?? [];
    if (!isUserId(user)) return { ok: false, problem: `"${word}" is no user id: it looks like @ana:example.org.` };
    if (found.every((other) => other.user !== user)) found.push({ user, masterKey });
  }
  return { ok: true, value: found };
}
