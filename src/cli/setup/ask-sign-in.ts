import { readFileSync } from "node:fs";
import { AgentFault } from "../../core/agent-fault.ts";
import type { UserId } from "../../core/ids.ts";
import { plainObject } from "../../core/plain-object.ts";
import type { Dialogue } from "./dialogue.ts";

/** How the agent gets its login. */
export type SignIn =
  | { readonly kind: "password"; readonly password: string }
  /** An access token, made for the agent alone. */
  | { readonly kind: "token"; readonly token: string };

export interface AskSignInParts {
  readonly user: UserId;
  readonly homeserver: string;
  readonly passwordFile: string | undefined;
  readonly tokenFile: string | undefined;
  readonly dialogue: Dialogue;
  readonly fetch: typeof globalThis.fetch;
}

/** The password or a token: from a file, or typed without being shown. Throws AgentFault where the homeserver takes no password. */
export async function askSignIn(parts: AskSignInParts): Promise<SignIn> {
  const { user, homeserver, passwordFile, tokenFile, dialogue, fetch } = parts;
  if (tokenFile !== undefined) return { kind: "token", token: readSecret(tokenFile, "--token-file") };
  if (!(await takesPasswords(homeserver, fetch))) {
    throw new AgentFault("homeserver-refused", `${homeserver} takes no passwords for a login.`, {
      remedy: "Have it make an access token for the account, and give --token-file (docs/setup.md).",
    });
  }
  if (passwordFile !== undefined) return { kind: "password", password: readSecret(passwordFile, "--password-file") };
  return { kind: "password", password: await askPassword(user, dialogue) };
}

/** Typed without being shown. */
export async function askPassword(user: UserId, dialogue: Dialogue): Promise<string> {
  return await dialogue.ask({
    text: `Password of ${user} (not shown): `,
    flag: "--password-file or --token-file",
    isSecret: true,
    understand: (typed) => (typed === "" ? { ok: false, problem: "It is empty." } : { ok: true, value: typed }),
  });
}

/** Matrix spec, GET /login. */
async function takesPasswords(homeserver: string, fetch: typeof globalThis.fetch): Promise<boolean> {
  const answer = await fetch(`${homeserver}/_matrix/client/v3/login`, { signal: AbortSignal.timeout(10_000) });
  const { flows } = plainObject(answer.ok ? await answer.json() : undefined);
  return Array.isArray(flows) && flows.some((flow) => plainObject(flow).type === "m.login.password");
}

function readSecret(file: string, flag: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    throw new AgentFault("bad-usage", `${flag} ${file} cannot be read.`, { cause, remedy: "Check the path." });
  }
}
