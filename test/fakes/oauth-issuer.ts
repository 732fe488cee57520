import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** An OAuth 2.0 authorization server as a homeserver has one beside it, with as much of each standard as a client without a browser needs. */
export interface OAuthIssuer extends AsyncDisposable {
  readonly url: string;
  /** Between it and the homeserver. */
  readonly secret: string;
  /** Whose accounts it keeps; to be said before anybody logs in. */
  homeserver: string;
  /** s for which access tokens are good. */
  lifetime: number;
  /** How often it was asked for a token by refresh. */
  readonly refreshes: number;
  /** Every token of either kind that it ever gave. */
  issued(): readonly string[];
  /** Whether an access token is good for nothing any more. */
  hasEnded(access: string): boolean;
  /** Each answer to a refresh is lost after it was made. */
  loses: boolean;
  /** It answers nothing but 503. */
  isAway: boolean;
  /** Says `slow_down` as often. */
  slowDowns: number;
  /** What a person in a browser does with the code that a device shows. */
  approve(code: string, account: string): Promise<void>;
  deny(code: string): void;
  /** The code's time is up. */
  expire(code: string): void;
  /** A login of another client, without a link. */
  logIn(account: string, deviceId: string): Promise<string>;
  /** An account without a login. */
  provision(account: string): Promise<void>;
  /** Ends every login of the device, as its owner can in their account; the homeserver is told to erase it only where it is said. */
  end(deviceId: string, isErased?: boolean): Promise<void>;
}

interface Session {
  readonly account: string;
  readonly scope: string;
  isOver: boolean;
}

interface Token {
  readonly session: Session;
  /** The access token that it came with. */
  readonly access: string;
  readonly endsAt: number;
  /** The refresh token that it was had for: good until this one is used. */
  readonly after: string | undefined;
}

interface Asked {
  readonly code: string;
  readonly scope: string;
  state: "pending" | "denied" | "expired" | { readonly account: string };
}

class Refused extends Error {}

/**
 * Starts it on loopback. Its tokens rotate as those of the Matrix Authentication Service: a refresh token that was used is good until what it gave is used, the access token before it
 * ends at once.
 */
export async function oauthIssuer(): Promise<OAuthIssuer> {
  const secret = token("secret");
  const clients = new Set<string>();
  const asked = new Map<string, Asked>();
  const access = new Map<string, Token>();
  const refresh = new Map<string, Token>();
  const issued: string[] = [];
  const knobs = { homeserver: "", lifetime: 300, loses: false, isAway: false, slowDowns: 0, refreshes: 0 };

  const tell = async (what: string, body: object): Promise<void> => {
    const answer = await fetch(`${knobs.homeserver}/_synapse/mas/${what}`, {
      method: "POST",
      headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${what}: ${answer.status} ${await answer.text()}`);
  };
  const issue = (session: Session, after?: string) => {
    const given = { access_token: token("mat"), refresh_token: token("mar"), token_type: "Bearer" };
    const kept = { session, access: given.access_token, endsAt: Date.now() + knobs.lifetime * 1000, after };
    access.set(given.access_token, kept);
    refresh.set(given.refresh_token, kept);
    issued.push(given.access_token, given.refresh_token);
    return { ...given, expires_in: knobs.lifetime, scope: session.scope };
  };
  const begin = async (account: string, scope: string): Promise<Session> => {
    await tell("provision_user", { localpart: account });
    await tell("upsert_device", { localpart: account, device_id: deviceOf(scope), display_name: "Roomwire" });
    return { account, scope, isOver: false };
  };
  /** What came before it can be used no more. */
  const use = ({ after }: Token): void => {
    if (after !== undefined) refresh.delete(after);
  };
  const poll = async (form: URLSearchParams): Promise<object> => {
    const request = asked.get(form.get("device_code") ?? "");
    if (request === undefined) throw new Refused("invalid_grant");
    if (knobs.slowDowns > 0) {
      knobs.slowDowns--;
      throw new Refused("slow_down");
    }
    if (request.state === "pending") throw new Refused("authorization_pending");
    if (request.state === "denied") throw new Refused("access_denied");
    if (request.state === "expired") throw new Refused("expired_token");
    asked.delete(form.get("device_code") ?? "");
    return issue(await begin(request.state.account, request.scope));
  };
  const renew = (form: URLSearchParams): object => {
    knobs.refreshes++;
    const used = form.get("refresh_token") ?? "";
    const known = refresh.get(used);
    if (known === undefined || known.session.isOver) throw new Refused("invalid_grant");
    use(known);
    access.delete(known.access);
    const given = issue(known.session, used);
    if (knobs.loses) throw new Error("lost");
    return given;
  };
  const tokenEndpoint = async (form: URLSearchParams): Promise<object> => {
    if (!clients.has(form.get("client_id") ?? "")) throw new Refused("invalid_client");
    return form.get("grant_type") === "refresh_token" ? renew(form) : await poll(form);
  };
  const introspect = (form: URLSearchParams): object => {
    const known = access.get(form.get("token") ?? "");
    const left = Math.floor(((known?.endsAt ?? 0) - Date.now()) / 1000);
    if (known === undefined || known.session.isOver || known.endsAt <= Date.now()) return { active: false };
    use(known);
    const { account: username, scope } = known.session;
    return { active: true, username, scope, sub: username, expires_in: Math.max(1, left) };
  };
  const revoke = async (form: URLSearchParams): Promise<object> => {
    const known = refresh.get(form.get("token") ?? "");
    if (known !== undefined) await endSession(known.session, true);
    return {};
  };
  const endSession = async (session: Session, isErased: boolean): Promise<void> => {
    session.isOver = true;
    const { account, scope } = session;
    if (isErased) await tell("delete_device", { localpart: account, device_id: deviceOf(scope) });
  };
  const device = (form: URLSearchParams): object => {
    if (!clients.has(form.get("client_id") ?? "")) throw new Refused("invalid_client");
    const [deviceCode, code] = [token("device"), randomBytes(3).toString("hex").toUpperCase()];
    asked.set(deviceCode, { code, scope: form.get("scope") ?? "", state: "pending" });
    const address = `${url}/link`;
    const link = { verification_uri: address, verification_uri_complete: `${address}?code=${code}` };
    return { device_code: deviceCode, user_code: code, ...link, expires_in: 600, interval: 0.05 };
  };
  const metadata = (): object => ({
    issuer: `${url}/`,
    account_management_uri: `${url}/account`,
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/oauth2/token`,
    registration_endpoint: `${url}/oauth2/registration`,
    revocation_endpoint: `${url}/oauth2/revoke`,
    device_authorization_endpoint: `${url}/oauth2/device`,
    grant_types_supported: ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"],
  });
  const register = (): object => {
    const id = token("client");
    clients.add(id);
    return { client_id: id };
  };
  const ways: Readonly<Record<string, (form: URLSearchParams) => object | Promise<object>>> = {
    "/.well-known/openid-configuration": metadata,
    "/oauth2/registration": register,
    "/oauth2/device": device,
    "/oauth2/token": tokenEndpoint,
    "/oauth2/introspect": introspect,
    "/oauth2/revoke": revoke,
  };

  const server = createServer(async (request, answer) => {
    const say = (status: number, body: object): void => {
      answer.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    const form = new URLSearchParams(await textOf(request));
    const way = ways[request.url ?? ""];
    const isKnown = request.url === "/oauth2/introspect" ? request.headers.authorization === `Bearer ${secret}` : true;
    // The homeserver goes on asking whether tokens are good.
    if (knobs.isAway && request.url !== "/oauth2/introspect") return say(503, {});
    if (way === undefined || !isKnown) return say(404, {});
    try {
      say(200, await way(form));
    } catch (error) {
      if (error instanceof Refused) say(400, { error: error.message });
      else answer.destroy();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const requestOf = (code: string): Asked => {
    const found = [...asked.values()].find((request) => request.code === code);
    if (found === undefined) throw new Error(`no device shows ${code}`);
    return found;
  };

  return Object.assign(knobs, {
    url,
    secret,
    issued: () => issued,
    hasEnded: (token: string) => (access.get(token)?.endsAt ?? 0) <= Date.now(),
    async approve(code: string, account: string) {
      requestOf(code).state = { account };
    },
    deny: (code: string) => {
      requestOf(code).state = "denied";
    },
    expire: (code: string) => {
      requestOf(code).state = "expired";
    },
    async logIn(account: string, deviceId: string) {
      const session = await begin(account, `urn:matrix:client:api:* urn:matrix:client:device:${deviceId}`);
      const { access_token } = issue(session);
      access.set(access_token, { session, access: access_token, endsAt: Date.now() + 3_600_000, after: undefined });
      return access_token;
    },
    provision: async (account: string) => await tell("provision_user", { localpart: account }),
    async end(deviceId: string, isErased = false) {
      const sessions = new Set([...access.values()].map(({ session }) => session));
      for (const session of sessions) if (deviceOf(session.scope) === deviceId) await endSession(session, isErased);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  });
}

function deviceOf(scope: string): string {
  return /urn:matrix:client:device:(\S+)/.exec(scope)?.[1] ?? "";
}

const token = (kind: string): string => `${kind}_${randomBytes(18).toString("base64url")}`;

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
