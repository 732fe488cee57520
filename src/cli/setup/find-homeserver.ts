import { AgentFault } from "../../core/agent-fault.ts";
import type { UserId } from "../../core/ids.ts";
import { plainObject } from "../../core/plain-object.ts";
import type { Dialogue, Understood } from "./dialogue.ts";

export interface FindHomeserverParts {
  readonly user: UserId;
  /** The flag's; nothing is looked up then. */
  readonly given: string | undefined;
  readonly dialogue: Dialogue;
  readonly fetch: typeof globalThis.fetch;
}

const timeoutMs = 10_000;

/**
 * Where the account lives: as the flag says, else as the server's name says in /.well-known/matrix/client (Matrix spec, server
 * discovery), else at that name itself; asked where neither answers as a homeserver. No slash at the end. Throws AgentFault.
 */
export async function findHomeserver(parts: FindHomeserverParts): Promise<string> {
  const { user, given, dialogue, fetch } = parts;
  if (given !== undefined) {
    const address = understand(given);
    if (!address.ok) throw new AgentFault("bad-usage", `--homeserver ${given}: ${address.problem}`);
    if (await answers(address.value, fetch)) return address.value;
    throw noHomeserver(address.value);
  }
  const server = user.slice(user.indexOf(":") + 1);
  for (const address of [await wellKnown(server, fetch), `https://${server}`]) {
    if (address !== undefined && (await answers(address, fetch))) {
      dialogue.say(`The homeserver of ${server} is ${address}.`);
      return address;
    }
  }
  if (dialogue.isSomebodyThere) dialogue.say(`${server} does not tell where its homeserver is.`);
  const flag = "--homeserver";
  for (;;) {
    const address = await dialogue.ask({ text: "Its address, as https://matrix.example.org: ", flag, understand });
    if (await answers(address, fetch)) return address;
    dialogue.say(`${address} does not answer as a Matrix homeserver.`);
  }
}

async function wellKnown(server: string, fetch: typeof globalThis.fetch): Promise<string | undefined> {
  const said = await getJson(`https://${server}/.well-known/matrix/client`, fetch);
  const { base_url: url } = plainObject(plainObject(said)["m.homeserver"]);
  const address = typeof url === "string" ? understand(url) : undefined;
  return address?.ok ? address.value : undefined;
}

async function answers(address: string, fetch: typeof globalThis.fetch): Promise<boolean> {
  return Array.isArray(plainObject(await getJson(`${address}/_matrix/client/versions`, fetch)).versions);
}

async function getJson(url: string, fetch: typeof globalThis.fetch): Promise<unknown> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    // Nobody there, no such name, no JSON: it is not known from here.
    return undefined;
  }
}

function understand(typed: string): Understood<string> {
  const address = URL.parse(typed.includes("://") ? typed : `https://${typed}`);
  const isAddress = address !== null && /^https?:$/.test(address.protocol) && address.username === "" && typed !== "";
  if (!isAddress) return { ok: false, problem: "That is no address: it looks like https://matrix.example.org." };
  return { ok: true, value: `${address.origin}${address.pathname}`.replace(/\/+$/, "") };
}

function noHomeserver(address: string): AgentFault {
  return new AgentFault("homeserver-refused", `${address} does not answer as a Matrix homeserver.`, {
    remedy: "Check --homeserver, or leave it out: the server's name in the user id mostly tells where it is.",
  });
}
