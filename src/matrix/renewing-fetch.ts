import type { Clock } from "../core/clock.ts";
import { plainObject } from "../core/plain-object.ts";
import type { CredentialStore } from "./credentials.ts";
import type { RenewableLogin, RenewedLogin } from "./renew-login.ts";
import { reasonOf } from "./wait-for-homeserver.ts";

export interface RenewingFetchParts {
  readonly homeserver: string;
  readonly credentials: CredentialStore;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  /** The login cannot be renewed now; once, until it could be. */
  readonly onWaiting: (reason: string) => void;
}

/** Of the time that a token is good for, before it is renewed ahead of need. */
const share = 2 / 3;
/** ms before what failed ahead of need is tried again. */
const againAfter = 10_000;

/**
 * fetch under a login that ends every few minutes (Matrix spec, OAuth 2.0 API): whoever uses it names the token that stood in the file
 * at the start, and the one that is good now is sent. Other requests, and logins that last, pass as they are.
 */
export class RenewingFetch {
  readonly #parts: RenewingFetchParts;
  readonly #first: string | undefined;
  #login: RenewableLogin | undefined;
  #unsaved: (RenewedLogin & { readonly kind: "renewed" }) | undefined;
  /** Monotonic ms. */
  #dueAt = Number.POSITIVE_INFINITY;
  #renewing: Promise<RenewedLogin["kind"]> | undefined;
  #isWaiting = false;
  #isRefused = false;

  constructor(parts: RenewingFetchParts) {
    this.#parts = parts;
    const login = parts.credentials.load();
    if (login?.accessToken === undefined || login.renewal === undefined) return;
    this.#login = { ...login, renewal: login.renewal };
    this.#first = `Bearer ${login.accessToken}`;
  }

  /** The server takes its refresh token no more: the login is at its end. */
  readonly isRefused = (): boolean => this.#isRefused;

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    const isOurs = this.#first !== undefined && headers.get("authorization") === this.#first;
    if (!isOurs) return await this.#parts.fetch(input, init);
    const send = async (token: string | undefined): Promise<Response> => {
      headers.set("authorization", `Bearer ${token}`);
      return await this.#parts.fetch(input, { ...init, headers });
    };
    // The old one is good meanwhile.
    if (this.#parts.clock.monotonic() >= this.#dueAt) void this.#renew();
    const used = this.#login?.accessToken;
    const answer = await send(used);
    if (this.#isRefused || !(await isTokenUnknown(answer))) return answer;
    const isNewer = this.#login?.accessToken !== used;
    if (!isNewer && (await this.#renew()) === "unanswered") throw new TypeError("The login could not be renewed.");
    return this.#login?.accessToken === used ? answer : await send(this.#login?.accessToken);
  };

  /** One at a time: a refresh token is used once. Never rejects. */
  async #renew(): Promise<RenewedLogin["kind"]> {
    this.#renewing ??= this.#ask().finally(() => {
      this.#renewing = undefined;
    });
    return await this.#renewing;
  }

  async #ask(): Promise<RenewedLogin["kind"]> {
    const { homeserver, fetch, clock } = this.#parts;
    if (this.#login === undefined) return "refused";
    const begunAt = clock.monotonic();
    const renewed = this.#unsaved ?? (await renew(this.#login, homeserver, fetch));
    switch (renewed.kind) {
      case "renewed":
        return this.#take(renewed, begunAt);
      case "refused":
        this.#isRefused = true;
        return "refused";
      case "unanswered":
        return this.#wait(renewed.detail);
    }
  }

  /** Kept before it is used: should the process end in between, the server still takes the token before. */
  #take(renewed: RenewedLogin & { readonly kind: "renewed" }, begunAt: number): RenewedLogin["kind"] {
    const { login, expiresInMs } = renewed;
    try {
      this.#parts.credentials.save(login);
    } catch (error) {
      this.#unsaved = renewed;
      return this.#wait(reasonOf(error));
    }
    this.#unsaved = undefined;
    this.#isWaiting = false;
    this.#login = login;
    this.#dueAt = expiresInMs === undefined ? Number.POSITIVE_INFINITY : begunAt + expiresInMs * share;
    return "renewed";
  }

  #wait(detail: string): "unanswered" {
    this.#dueAt = this.#parts.clock.monotonic() + againAfter;
    if (!this.#isWaiting) this.#parts.onWaiting(`the login could not be renewed: ${detail}`);
    this.#isWaiting = true;
    return "unanswered";
  }
}

/** Most logins last, and never need it. */
async function renew(login: RenewableLogin, homeserver: string, fetch: typeof globalThis.fetch): Promise<RenewedLogin> {
  return await (await import("./renew-login.ts")).renewLogin(login, homeserver, fetch);
}

/** Matrix spec, M_UNKNOWN_TOKEN. */
async function isTokenUnknown(answer: Response): Promise<boolean> {
  if (answer.status !== 401) return false;
  const said: unknown = await answer
    .clone()
    .json()
    .catch(() => undefined);
  return plainObject(said).errcode === "M_UNKNOWN_TOKEN";
}
