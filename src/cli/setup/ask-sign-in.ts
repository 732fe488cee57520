import { readFileSync } from "node:fs";
import { AgentFault } from "../../core/agent-fault.ts";
import type { UserId } from "../../core/ids.ts";
import { plainObject } from "../../core/plain-object.ts";
import { oauthMetadata } from "../../matrix/oauth-metadata.ts";
import type { Dialogue, Understood } from "./dialogue.ts";
import type { LinkOffer } from "./link-login.ts";

/** How the agent gets its login. */
export type SignIn =
  | { readonly kind: "password"; readonly password: string }
  /** An access token, made for the agent alone. */
  | { readonly kind: "token"; readonly token: string }
  /** A link that a person approves in a browser. */
  | { readonly kind: "link"; readonly offer: LinkOffer };

export interface AskSignInParts {
  readonly user: UserId;
  readonly homeserver: string;
  readonly passwordFile: string | undefined;
  readonly tokenFile: string | undefined;
  readonly dialogue: Dialogue;
  readonly fetch: typeof globalThis.fetch;
}

/**
 * The password or a token, from a file; where somebody is there a link, if the homeserver offers it, or the password, typed without being
 * shown. Throws AgentFault where none of it is to be had.
 */
export async function askSignIn(parts: AskSignInParts): Promise<SignIn> {
  const { user, homeserver, passwordFile, tokenFile, dialogue, fetch } = parts;
  if (tokenFile !== undefined) return { kind: "token", token: readSecret(tokenFile, "--token-file") };
  const mayBeLink = passwordFile === undefined && dialogue.isSomebodyThere;
  const [hasPasswords, offer] = await Promise.all([
    takesPasswords(homeserver, fetch),
    mayBeLink ? linkOffer(homeserver, fetch) : undefined,
  ]);
  if (offer !== undefined && (!hasPasswords || (await wantsLink(dialogue)))) return { kind: "link", offer };
  if (!hasPasswords) {
    throw new AgentFault("homeserver-refused", `${homeserver} takes no passwords for a login.`, {
      remedy: "Start setup at a terminal, where it may log in by a link; else give --token-file (docs/setup.md).",
    });
  }
  if (passwordFile !== undefined) return { kind: "password", password: readSecret(passwordFile, "--password-file") };
  return { kind: "password", password: await askPassword(user, dialogue) };
}

/** Whether the homeserver logs in by OAuth 2.0 with a link; undefined: it does not, or not now. */
export async function linkOffer(homeserver: string, fetch: typeof globalThis.fetch): Promise<LinkOffer | undefined> {
  const found = await oauthMetadata(homeserver, fetch);
  const metadata = found.kind === "found" ? found.metadata : undefined;
  const deviceEndpoint = metadata?.deviceEndpoint;
  return metadata === undefined || deviceEndpoint === undefined ? undefined : { ...metadata, deviceEndpoint };
}

async function wantsLink(dialogue: Dialogue): Promise<boolean> {
  const text = "Log in by a link that you open in a browser (Enter), or by password? link or password: ";
  const understand = (typed: string): Understood<boolean> =>
    /^(link|password|)$/i.test(typed)
      ? { ok: true, value: !/^password$/i.test(typed) }
      : { ok: false, problem: "link or password?" };
  return await dialogue.ask({ text, flag: "--password-file", understand });
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
