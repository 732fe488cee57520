import { readFileSync } from "node:fs";
import { join } from "node:path";
import { plainObject } from "../../core/plain-object.ts";

type Answer = Readonly<Record<string, unknown>>;

/** Read-only questions to the homeserver with the token that the agent keeps. The token leaves only towards it. */
export interface HomeserverSession {
  readonly userId: string;
  readonly deviceId: string;
  /** Its token is good for some minutes only, and the running agent alone has the next one. */
  readonly isRenewed: boolean;
  /** GET, or POST where there is a body. Status 0: no answer. */
  ask(path: string, body?: object): Promise<{ readonly status: number; readonly body: unknown }>;
}

const timeoutMs = 10_000;

/** The login of the state directory; undefined before the first one. */
export function homeserverSession(homeserver: string, stateDirectory: string): HomeserverSession | undefined {
  const kept = readLogin(join(stateDirectory, "login.json"));
  if (typeof kept?.accessToken !== "string") return undefined;
  const authorization = `Bearer ${kept.accessToken}`;
  return {
    userId: String(kept.userId),
    deviceId: String(kept.deviceId),
    isRenewed: kept.renewal !== undefined,
    ask: async (path, body) => {
      try {
        const answer = await fetch(new URL(`/_matrix/client/v3${path}`, homeserver), {
          headers: { authorization },
          signal: AbortSignal.timeout(timeoutMs),
          ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
        });
        return { status: answer.status, body: await answer.json() };
      } catch {
        return { status: 0, body: {} };
      }
    },
  };
}

function readLogin(file: string): Answer | undefined {
  try {
    return plainObject(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
