import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import decodeQR from "qr/decode.js";
import { startSynapse } from "../../scripts/synapse/start-synapse.ts";
import { asRoomId, asUserId, type UserId } from "../../src/core/ids.ts";
import { startRoomwire } from "../agent/agent-process.ts";
import { type AtTerminal, atTerminal } from "../fakes/at-terminal.ts";
import { type OAuthIssuer, oauthIssuer } from "../fakes/oauth-issuer.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { openPlainClient } from "./matrix-user.ts";

const opened = new AsyncDisposableStack();
let issuer: OAuthIssuer;
let homeserver = "";

// A real Synapse that asks the issuer about every token.
before(async () => {
  issuer = opened.use(await oauthIssuer());
  const directory = opened.use(temporaryDirectory()).path;
  const synapse = await startSynapse({ directory, profile: "relaxed", issuer, progress: () => undefined });
  opened.use(synapse);
  homeserver = synapse.url;
  issuer.homeserver = homeserver;
});
after(async () => await opened.disposeAsync());

/** Somebody else on that homeserver, with a client of theirs. */
async function person(name: string) {
  const token = await issuer.logIn(name, `${name}phone`);
  const login = { access_token: token, device_id: `${name}phone` };
  return await openPlainClient(homeserver, { id: asUserId(`@${name}:localhost`), password: "" }, { login });
}

/** The code that the terminal shows, once another one does. */
async function codeShown(terminal: AtTerminal, ...before: readonly string[]): Promise<string> {
  const seen = before.map((code) => `(?!${code})`).join("");
  const [, code = ""] = await terminal.shows(new RegExp(`shows this code: ${seen}(\\w+) `));
  return code;
}

/** What a camera reads off the terminal. */
function scan(screen: string): string {
  const lines = screen.split(/\r?\n/).filter((line) => /^[█▀▄ ]{20,}$/.test(line));
  const rows = lines.flatMap((line) => [
    [...line].map((cell) => "█▀".includes(cell)),
    [...line].map((cell) => "█▄".includes(cell)),
  ]);
  const [scale, width, height] = [4, rows[0]?.length ?? 0, rows.length];
  const data = new Uint8Array(width * height * scale * scale * 4);
  for (let y = 0; y < height * scale; y++) {
    for (let x = 0; x < width * scale; x++) {
      const isLight = rows[Math.floor(y / scale)]?.[Math.floor(x / scale)] === true;
      data.set(isLight ? [255, 255, 255, 255] : [0, 0, 0, 255], (y * width * scale + x) * 4);
    }
  }
  return decodeQR({ width: width * scale, height: height * scale, data });
}

interface Login {
  readonly deviceId: string;
  readonly accessToken: string;
}

const loginIn = (state: string): Login => JSON.parse(readFileSync(join(state, "login.json"), "utf8")) as Login;

/** An agent that was set up by a link without much ado; its configuration. */
async function setUp(directory: string, name: string, operator: UserId): Promise<string> {
  const config = join(directory, "roomwire.yaml");
  const words = ["--user", `@${name}:localhost`, "--homeserver", homeserver, "--operator", operator, "--no-qr"];
  await using setup = await atTerminal(["setup", "--config", config, ...words]);
  await setup.answer(/Room: Enter makes new ones.*: $/, "");
  await issuer.approve(await codeShown(setup), name);
  await setup.answer(/Enter leaves that for later/, "");
  await setup.answer(/Waiting for the first readings/, "");
  assert.equal(await setup.ended, 0, setup.screen());
  return config;
}

describe("a login by link, at a Synapse that leaves logins to an OAuth 2.0 server", { timeout: 300_000 }, () => {
  test("takes a person to the first reading with five answers and no password, while tokens end every two seconds", async () => {
    using directory = temporaryDirectory();
    issuer.lifetime = 2;
    await issuer.provision("greenhouse");
    await using ana = await person("ana");
    const config = join(directory.path, "roomwire.yaml");
    await using setup = await atTerminal(["setup", "--config", config]);
    await setup.answer(/User id of the agent.*: $/, "@greenhouse:localhost");
    await setup.answer(/Its address.*: $/, homeserver);
    await setup.answer(/Who may command it.*: $/, ana.userId);
    await setup.answer(/Room: Enter makes new ones.*: $/, "");
    issuer.slowDowns = 1;
    const denied = await codeShown(setup);
    assert.equal(scan(setup.screen()), `${issuer.url}/link?code=${denied}`);
    issuer.deny(denied);
    const late = await codeShown(setup, denied);
    issuer.expire(late);
    const wrong = await codeShown(setup, denied, late);
    await issuer.approve(wrong, "ana");
    await setup.shows(/That was approved as @ana:localhost/);
    await issuer.approve(await codeShown(setup, denied, late, wrong), "greenhouse");
    const [, room = ""] = await setup.shows(/For people:.*?(!\S+)\r?\n/);
    const [, data = ""] = await setup.shows(/For programs:.*?(!\S+)\r?\n/);
    for (const id of [room, data]) {
      await until("it is invited", () => ana.client.getRoom(id)?.getMyMembership() === "invite");
      await ana.client.joinRoom(id);
    }
    const [, code = ""] = await setup.shows(/!pair (\w{8})/);
    const state = join(directory.path, "roomwire-state");
    await until("its token ends while it waits", () => issuer.hasEnded(loginIn(state).accessToken));
    await ana.send(asRoomId(room), "m.room.message", { msgtype: "m.text", body: `!pair ${code}` });
    await setup.shows(/is known from now on/);
    await setup.shows(/The first readings are in the room/);
    assert.equal(await setup.ended, 0, setup.screen());
    assert.equal(setup.answers.length, 4);
    assert.ok(issuer.refreshes > 0, "tokens were renewed");
    const file = join(state, "login.json");
    assert.equal(statSync(file).mode & 0o777, 0o600);
    for (const secret of issuer.issued()) assert.ok(!setup.raw().includes(secret), "a token was shown");
  });

  test("is renewed while the agent runs, over an answer that was lost and a server that is away, and no token is logged", async () => {
    using directory = temporaryDirectory();
    issuer.lifetime = 2;
    await issuer.provision("attic");
    const config = await setUp(directory.path, "attic", asUserId("@ana:localhost"));
    const { deviceId } = loginIn(join(directory.path, "roomwire-state"));
    await using agent = startRoomwire(["run", "--verbose", "--config", config]);
    await agent.said(/^ready$/);
    issuer.loses = true;
    const lostAt = issuer.refreshes;
    await until("an answer was lost", () => issuer.refreshes > lostAt);
    issuer.isAway = true;
    issuer.loses = false;
    await agent.said(/could not be renewed/);
    issuer.isAway = false;
    const after = issuer.refreshes;
    await until("it goes on", () => issuer.refreshes > after);
    await agent.kill();
    assert.deepEqual(
      agent.complaints(/logged out|login/).filter(({ message }) => !/could not be renewed/.test(message)),
      [],
    );

    await using second = startRoomwire(["run", "--verbose", "--config", config]);
    await second.said(/^ready$/);
    assert.equal(loginIn(join(directory.path, "roomwire-state")).deviceId, deviceId);
    await second.stop();
    for (const secret of issuer.issued()) {
      assert.ok(!agent.text().includes(secret) && !second.text().includes(secret), "a token was logged");
    }
  });

  test("that was ended ends the agent with a code and a remedy; by it the same device goes on, and a wipe ends it for good", async () => {
    using directory = temporaryDirectory();
    issuer.lifetime = 2;
    await issuer.provision("cellar");
    const state = join(directory.path, "roomwire-state");
    const config = await setUp(directory.path, "cellar", asUserId("@ana:localhost"));
    const { deviceId } = loginIn(state);
    {
      await using agent = startRoomwire(["run", "--config", config]);
      await agent.said(/^ready$/);
      await issuer.end(deviceId);
      assert.equal(await agent.ended, 77, agent.text());
      assert.equal(agent.lines.at(-1)?.code, "login-ended");
      assert.match(agent.lines.at(-1)?.message ?? "", /setup --again/);
    }
    {
      await using agent = startRoomwire(["run", "--config", config]);
      assert.equal(await agent.ended, 77, agent.text());
    }
    {
      await using again = await atTerminal(["setup", "--again", "--no-qr", "--config", config]);
      await issuer.approve(await codeShown(again), "cellar");
      assert.equal(await again.ended, 0, again.screen());
      assert.match(again.screen(), new RegExp(`Logged in again as device ${deviceId}`));
    }
    {
      await using agent = startRoomwire(["run", "--config", config]);
      await agent.said(/^ready$/);
      assert.deepEqual(agent.complaints(/old copy|not signed/), []);
      await using beside = await atTerminal(["setup", "--again", "--no-qr", "--config", config]);
      assert.equal(await beside.ended, 75, beside.screen());
      await agent.stop();
    }
    await using wipe = startRoomwire(["wipe", "--yes", "--config", config]);
    assert.equal(await wipe.ended, 0, wipe.text());
    assert.match(wipe.text(), /is logged out at/);
    const ana = await issuer.logIn("ana", "anaphone");
    const answer = await fetch(`${homeserver}/_matrix/client/v3/keys/query`, {
      method: "POST",
      headers: { authorization: `Bearer ${ana}` },
      body: JSON.stringify({ device_keys: { "@cellar:localhost": [] } }),
    });
    const { device_keys: keys } = (await answer.json()) as { device_keys: Record<string, object> };
    assert.deepEqual(keys["@cellar:localhost"] ?? {}, {});
  });

  test("is how watch logs in as well, once, at a terminal", async () => {
    using directory = temporaryDirectory();
    issuer.lifetime = 2;
    await using cleo = await person("cleo");
    const words = ["--homeserver", homeserver, "--user", cleo.userId, "--state-directory", directory.path];
    {
      await using watch = await atTerminal(["watch", "--no-qr", ...words]);
      await watch.shows(/log in there as @cleo:localhost:/);
      const code = await codeShown(watch);
      assert.doesNotMatch(watch.screen(), /[▀▄█]/, "no QR code where none is wanted");
      await issuer.approve(code, "cleo");
      await watch.shows(/signed in as @cleo:localhost, device RW/);
      const { deviceId } = loginIn(directory.path);
      assert.match(deviceId, /^RW/);
      watch.press("q");
      assert.equal(await watch.ended, 0, watch.screen());
    }
    await using again = startRoomwire(["watch", "--json", ...words]);
    await until("it is logged in", () => again.text().includes("master_key"));
  });

  test("is not to be had unattended, and a device whose keys were erased is told from one that can go on", async () => {
    using directory = temporaryDirectory();
    issuer.lifetime = 2;
    await issuer.provision("shed");
    const words = ["--user", "@shed:localhost", "--homeserver", homeserver, "--operator", "@ana:localhost"];
    await using alone = startRoomwire(["setup", "--yes", "--config", join(directory.path, "no.yaml"), ...words]);
    assert.equal(await alone.ended, 69, alone.text());
    assert.match(alone.text(), /takes no passwords for a login.*at a terminal/);
    const config = await setUp(directory.path, "shed", asUserId("@ana:localhost"));
    await issuer.end(loginIn(join(directory.path, "roomwire-state")).deviceId, true);
    await using again = await atTerminal(["setup", "--again", "--no-qr", "--config", config]);
    await issuer.approve(await codeShown(again), "shed");
    assert.equal(await again.ended, 77, again.screen());
    assert.match(again.screen(), /has taken away the keys of device/);
  });
});
