import assert from "node:assert/strict";
import { test } from "node:test";
import { asUserId } from "../../src/core/ids.ts";
import type { Credentials } from "../../src/matrix/credentials.ts";
import { RenewingFetch } from "../../src/matrix/renewing-fetch.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const homeserver = "https://hs.example.org";
const issuer = "https://auth.example.org/";
const endpoints = {
  issuer,
  token_endpoint: "https://auth.example.org/token",
  registration_endpoint: "https://auth.example.org/register",
  revocation_endpoint: "https://auth.example.org/revoke",
  grant_types_supported: ["refresh_token"],
};
const unknown = () => Response.json({ errcode: "M_UNKNOWN_TOKEN", error: "" }, { status: 401 });

/** A homeserver that takes one access token, and a server beside it that gives the next one for one refresh token. */
function world(how: { readonly renewal?: boolean } = {}) {
  const clock = new HandClock();
  const login: Credentials = {
    userId: asUserId("@a:hs"),
    deviceId: "RW1",
    accessToken: "a0",
    renewal: how.renewal === false ? undefined : { issuer, clientId: "c1", refreshToken: "r0" },
  };
  const state = {
    login,
    good: "a0",
    count: 0,
    saves: 0,
    isFull: false,
    tokenAnswer: undefined as undefined | (() => Response | Promise<Response>),
    metadata: endpoints as object,
  };
  const log: string[] = [];
  const waiting: string[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = String(input);
    if (url.endsWith("/auth_metadata")) return Response.json(state.metadata);
    if (url === endpoints.token_endpoint) {
      const used = new URLSearchParams(String(init?.body)).get("refresh_token");
      log.push(`refresh ${used}`);
      if (state.tokenAnswer !== undefined) return await state.tokenAnswer();
      if (used !== `r${state.count}`) return Response.json({ error: "invalid_grant" }, { status: 400 });
      state.count++;
      state.good = `a${state.count}`;
      return Response.json({ access_token: state.good, refresh_token: `r${state.count}`, expires_in: 300 });
    }
    const token = new Headers(init?.headers).get("authorization")?.replace("Bearer ", "");
    log.push(`ask ${token}`);
    return token === state.good ? Response.json({ for: token }) : unknown();
  };
  const credentials = {
    load: () => state.login,
    save: (next: Credentials) => {
      if (state.isFull) throw new Error("no space left");
      log.push(`keep ${next.renewal?.refreshToken}`);
      state.login = next;
    },
  };
  const open = () =>
    new RenewingFetch({ homeserver, credentials, clock, fetch, onWaiting: (why) => void waiting.push(why) });
  return { clock, state, log, waiting, open };
}

const ask = async (renewing: RenewingFetch, token = "a0"): Promise<number> =>
  (await renewing.fetch(`${homeserver}/sync`, { headers: { Authorization: `Bearer ${token}` } })).status;

test("a token that is known no more is renewed, kept before it is used, and the request made again", async () => {
  const { state, log, open } = world();
  const renewing = open();
  state.good = "gone";
  assert.equal(await ask(renewing), 200);
  assert.deepEqual(log, ["ask a0", "refresh r0", "keep r1", "ask a1"]);
  assert.deepEqual([state.login.accessToken, state.login.deviceId], ["a1", "RW1"]);
  assert.equal(await ask(renewing), 200);
  assert.equal(log.at(-1), "ask a1");
});

test("many requests at once use one refresh token once", async () => {
  const { state, log, open } = world();
  const renewing = open();
  state.good = "gone";
  assert.deepEqual(await Promise.all([ask(renewing), ask(renewing), ask(renewing)]), [200, 200, 200]);
  assert.deepEqual(
    log.filter((line) => line.startsWith("refresh")),
    ["refresh r0"],
  );
});

test("it is renewed ahead of its end, and no request waits for that", async () => {
  const { clock, state, log, open } = world();
  const renewing = open();
  state.good = "gone";
  await ask(renewing);
  await clock.advance(199_000);
  await ask(renewing);
  assert.equal(log.filter((line) => line.startsWith("refresh")).length, 1);
  await clock.advance(1_000);
  const held = Promise.withResolvers<Response>();
  state.tokenAnswer = () => held.promise;
  assert.equal(await ask(renewing), 200);
  await clock.advance(0);
  assert.equal(log.at(-1), "refresh r1");
  state.tokenAnswer = undefined;
  state.count++;
  state.good = "a2";
  held.resolve(Response.json({ access_token: "a2", refresh_token: "r2", expires_in: 300 }));
  await clock.advance(0);
  assert.equal(await ask(renewing), 200);
  assert.equal(log.at(-1), "ask a2");
});

test("after a crash between the answer and its keeping the token before is used again", async () => {
  const { state, log, open } = world();
  state.good = "gone";
  state.tokenAnswer = () => {
    throw new TypeError("the process ended");
  };
  await assert.rejects(ask(open()), /could not be renewed/);
  state.tokenAnswer = undefined;
  assert.equal(await ask(open()), 200);
  assert.deepEqual(
    log.filter((line) => !line.startsWith("ask")),
    ["refresh r0", "refresh r0", "keep r1"],
  );
});

test("what cannot be kept is not used, and not asked for again when the disk has room", async () => {
  const { state, log, waiting, open } = world();
  const renewing = open();
  state.good = "gone";
  state.isFull = true;
  await assert.rejects(ask(renewing), /could not be renewed/);
  await assert.rejects(ask(renewing), /could not be renewed/);
  assert.equal(waiting.length, 1);
  assert.match(waiting[0] ?? "", /no space left/);
  assert.deepEqual(log, ["ask a0", "refresh r0", "ask a0"]);
  state.isFull = false;
  assert.equal(await ask(renewing), 200);
  assert.deepEqual(log.slice(3), ["ask a0", "keep r1", "ask a1"]);
});

test("while the server beside the homeserver is away the link waits; what it refuses is the end, and asked once", async () => {
  const { state, log, open, waiting } = world();
  const renewing = open();
  state.good = "gone";
  state.tokenAnswer = () => new Response("<html>", { status: 502 });
  await assert.rejects(ask(renewing), TypeError);
  await assert.rejects(ask(renewing), TypeError);
  assert.deepEqual([renewing.isRefused(), waiting.length], [false, 1]);
  state.tokenAnswer = () => Response.json({ error: "invalid_grant" }, { status: 400 });
  assert.equal(await ask(renewing), 401);
  assert.equal(await ask(renewing), 401);
  assert.equal(renewing.isRefused(), true);
  assert.equal(log.filter((line) => line.startsWith("refresh")).length, 3);
});

test("a refresh token goes to nobody but the one that gave it", async () => {
  const { state, log, open } = world();
  const renewing = open();
  state.good = "gone";
  state.metadata = { ...endpoints, issuer: "https://evil.example.org/" };
  await assert.rejects(ask(renewing), TypeError);
  state.metadata = { ...endpoints, token_endpoint: "http://auth.example.org/token" };
  await assert.rejects(ask(renewing), TypeError);
  assert.deepEqual(log, ["ask a0", "ask a0"]);
});

test("a renewed token that is unknown, too, is a logout; a login that lasts, and what bears another token, pass as they are", async () => {
  const renewed = world();
  renewed.state.good = "gone";
  renewed.state.tokenAnswer = () => Response.json({ access_token: "x", refresh_token: "y" });
  const renewing = renewed.open();
  assert.equal(await ask(renewing), 401);
  assert.equal(renewing.isRefused(), false);
  const lasting = world({ renewal: false });
  lasting.state.good = "gone";
  assert.equal(await ask(lasting.open()), 401);
  assert.deepEqual(lasting.log, ["ask a0"]);
  const other = world();
  assert.equal(await ask(other.open(), "other"), 401);
  assert.deepEqual(other.log, ["ask other"]);
});
