import assert from "node:assert/strict";
import { test } from "node:test";
import { type DeviceLink, deviceGrant } from "../../src/matrix/device-grant.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const metadata = {
  issuer: "https://auth.example.org/",
  tokenEndpoint: "https://auth.example.org/token",
  registrationEndpoint: "https://auth.example.org/register",
  revocationEndpoint: "https://auth.example.org/revoke",
  deviceEndpoint: "https://auth.example.org/device",
};
const begun = {
  device_code: "dc",
  user_code: "WDJB-MJHT",
  verification_uri: "https://auth.example.org/link",
  verification_uri_complete: "https://auth.example.org/link?code=WDJB-MJHT",
  expires_in: 60,
};
const tokens = { access_token: "mat_a", refresh_token: "mar_r", expires_in: 300 };
const refused = (error: string) => Response.json({ error }, { status: 400 });

/** A server that answers so when it is asked for the token, one answer after another; none left: it is not there. */
function grantWith(answers: readonly Response[], how: { readonly begun?: object; readonly registered?: object } = {}) {
  const clock = new HandClock();
  const asked: { at: number; url: string; body: string }[] = [];
  const left = [...answers];
  const links: DeviceLink[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = String(input);
    asked.push({ at: clock.monotonic(), url, body: String(init?.body) });
    if (url === metadata.registrationEndpoint)
      return Response.json(how.registered ?? { client_id: "c1" }, { status: 201 });
    if (url === metadata.deviceEndpoint) return Response.json(how.begun ?? begun);
    const answer = left.shift();
    if (answer === undefined) throw new TypeError("fetch failed");
    return answer;
  };
  const parts = { metadata, deviceId: "RW1", clock, fetch, onLink: (link: DeviceLink) => void links.push(link) };
  const polls = () => asked.filter(({ url }) => url === metadata.tokenEndpoint).map(({ at }) => at);
  return { clock, asked, links, polls, grant: deviceGrant(parts) };
}

test("asks every five seconds where the server names no other time, five more after each slow_down, until it is approved", async () => {
  const answers = [
    refused("authorization_pending"),
    refused("slow_down"),
    refused("authorization_pending"),
    Response.json(tokens),
  ];
  const { clock, grant, polls, asked, links } = grantWith(answers);
  await clock.advance(60_000);
  const { accessToken, refreshToken, expiresInMs } = {
    accessToken: "mat_a",
    refreshToken: "mar_r",
    expiresInMs: 300_000,
  };
  assert.deepEqual(await grant, {
    kind: "granted",
    clientId: "c1",
    tokens: { accessToken, refreshToken, expiresInMs },
  });
  assert.deepEqual(polls(), [5_000, 10_000, 20_000, 30_000]);
  assert.equal(links[0]?.code, "WDJB-MJHT");
  const form = new URLSearchParams(asked[1]?.body);
  assert.equal(form.get("scope"), "urn:matrix:client:api:* urn:matrix:client:device:RW1");
  const { grant_types: grants, token_endpoint_auth_method: method } = JSON.parse(asked[0]?.body ?? "");
  assert.deepEqual(grants, ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"]);
  assert.equal(method, "none");
  assert.equal(clock.waiting, 0);
});

test("tells denied, expired and refused apart, each as a value", async () => {
  for (const [error, kind] of [
    ["access_denied", "denied"],
    ["expired_token", "expired"],
    ["invalid_grant", "refused"],
  ]) {
    const { clock, grant } = grantWith([refused(error ?? "")]);
    await clock.advance(5_000);
    assert.equal((await grant).kind, kind);
  }
});

test("gives up by its own clock, and goes on asking, less often, while nothing or a proxy answers", async () => {
  const proxy = () => new Response("<html>", { status: 502 });
  const late = grantWith(Array.from({ length: 9 }, proxy));
  await late.clock.advance(61_000);
  assert.deepEqual([await late.grant, late.polls()], [{ kind: "expired" }, [5_000, 15_000, 30_000, 50_000]]);
  const back = grantWith([proxy(), Response.json(tokens)]);
  await back.clock.advance(20_000);
  assert.equal((await back.grant).kind, "granted");
});

test("shows nothing on the terminal that is no address or no code, and believes no strange answer", async () => {
  const strange = [
    { begun: { ...begun, user_code: "\x1b[2J" } },
    { begun: { ...begun, verification_uri: "javascript:alert(1)" } },
    { begun: { ...begun, expires_in: "soon" } },
    { begun: { ...begun, device_code: 7 } },
    { registered: { client: "c1" } },
  ];
  for (const how of strange) {
    const { grant, links } = grantWith([], how);
    assert.equal((await grant).kind, "refused");
    assert.deepEqual(links, []);
  }
  const { grant, links, clock } = grantWith([Response.json({ access_token: "only" })], {
    begun: { ...begun, verification_uri_complete: "not an address" },
  });
  await clock.advance(5_000);
  assert.deepEqual([(await grant).kind, links[0]?.addressWithCode], ["refused", undefined]);
});
