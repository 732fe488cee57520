import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { connect, createServer as createTcpServer, type Socket } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, test } from "node:test";
import type { RoomId } from "../../src/core/ids.ts";
import {
  type AgentSettings,
  readingsDelivered,
  readingsStored,
  startRoomwire,
  writeConfiguration,
} from "../agent/agent-process.ts";
import { closedPort } from "../agent/silent-server.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { countingProxy } from "./counting-proxy.ts";
import {
  createUser,
  logIn,
  type MatrixUser,
  openPlainClient,
  request,
  synapseUrl,
  withoutSynapse,
} from "./matrix-user.ts";

const settingsOf = (user: MatrixUser, change: Partial<AgentSettings> = {}): AgentSettings => ({
  homeserver: synapseUrl,
  user: user.id,
  password: user.password,
  more: { telemetry: { every: "500ms" } },
  ...change,
});

const run = (directory: string, settings: AgentSettings) =>
  startRoomwire(["run", "--config", writeConfiguration(directory, settings)]);

const login = (directory: string) =>
  JSON.parse(readFileSync(join(directory, "state", "login.json"), "utf8")) as Record<string, string>;

/** What somebody wrote to a room, as its wire types, newest last. */
async function wireTypes(room: RoomId, sender: string, token: string): Promise<string[]> {
  const { chunk } = await request(synapseUrl, "GET", `/rooms/${room}/messages?dir=b&limit=100`, undefined, token);
  return (chunk as { sender: string; type: string }[])
    .filter((event) => event.sender === sender && event.type !== "m.room.member")
    .map(({ type }) => type)
    .reverse();
}

describe("an agent and its account", { skip: withoutSynapse, timeout: 300_000 }, () => {
  test("ends with 77 and one sentence when the password is wrong, also the second time", async () => {
    using directory = temporaryDirectory();
    const user = await createUser(synapseUrl, "agent");
    for (const _time of ["first", "second"]) {
      await using agent = run(directory.path, settingsOf(user, { password: "not-the-password" }));
      assert.equal(await agent.ended, 77);
      const errors = agent.lines.filter(({ level }) => level === "error");
      assert.equal(errors.length, 1, agent.text());
      assert.equal(errors[0]?.code, "wrong-password");
      assert.match(errors[0]?.message ?? "", /refused the login\. Check matrix\.user and password_file/);
      assert.doesNotMatch(agent.text(), /not-the-password/);
    }
    await using agent = run(directory.path, settingsOf(user));
    await agent.said(/^ready/);
    assert.equal((await agent.stop()).code, 0);
  });

  test("ends with 77 when it is logged out while it runs, and again at the next start", async () => {
    using directory = temporaryDirectory();
    const user = await createUser(synapseUrl, "agent");
    await using agent = run(directory.path, settingsOf(user));
    await agent.said(/^ready/);
    await request(synapseUrl, "POST", "/logout", {}, login(directory.path).accessToken);
    assert.equal(await agent.ended, 77);
    const fault = await agent.said(/logged out or its token revoked\. .*new device, to be verified again/);
    assert.equal(fault.code, "logged-out");
    await agent.said(/box\/lamp: set to its safe value \(stop\)/);
    await using next = run(directory.path, settingsOf(user));
    assert.equal(await next.ended, 77);
    await next.said(/logged out/);
    assert.ok(readingsStored(directory.path) > 0);
  });

  test("logs in again as the same device after a soft logout, and ends with 77 where it has no password", async () => {
    using directory = temporaryDirectory();
    const user = await createUser(synapseUrl, "agent");
    await using proxy = await countingProxy(synapseUrl);
    const settings = settingsOf(user, { homeserver: proxy.url });
    await using agent = run(directory.path, settings);
    const first = await agent.said(/^signed in/);
    await agent.said(/^ready/);
    proxy.refuseTokens({ errcode: "M_UNKNOWN_TOKEN", error: "Token expired", soft_logout: true });
    assert.equal(await agent.ended, 75);
    assert.equal((await agent.said(/ended the token.*The next start logs in again/)).code, "soft-logout");
    await using without = run(directory.path, { ...settings, password: undefined });
    assert.equal(await without.ended, 77);
    await using next = run(directory.path, settings);
    await next.said(/^ready/);
    assert.equal((await next.said(/^signed in/)).device, first.device);
    assert.equal((await next.stop()).code, 0);
  });

  test("refuses a damaged key store, and as a new device goes on with the readings it had", async () => {
    using directory = temporaryDirectory();
    const state = join(directory.path, "state");
    const user = await createUser(synapseUrl, "agent");
    await using agent = run(directory.path, settingsOf(user));
    const first = await agent.said(/^signed in/);
    await agent.said(/^ready/);
    await until("readings are delivered", () => readingsDelivered(directory.path) > 3);
    assert.equal((await agent.stop()).code, 0);
    turnBitOver(join(state, "crypto.db"));
    {
      await using broken = run(directory.path, settingsOf(user));
      assert.equal(await broken.ended, 74);
      await broken.said(
        /crypto\.db is damaged: .*Move .*crypto\.db.* and .*login\.json, away.*as a new device; readings.* are kept/,
      );
    }
    const stored = readingsStored(directory.path);
    const delivered = readingsDelivered(directory.path);
    for (const name of ["crypto.db", "login.json"]) renameSync(join(state, name), join(directory.path, name));
    await using next = run(directory.path, settingsOf(user));
    assert.notEqual((await next.said(/^signed in/)).device, first.device);
    await next.said(/^ready/);
    assert.ok(readingsStored(directory.path) >= stored && readingsDelivered(directory.path) >= delivered);
    await until("what waited is delivered", () => readingsDelivered(directory.path) > stored);
    assert.deepEqual(next.complaints(/not signed|replaced|old copy/), []);
    assert.equal((await next.stop()).code, 0);
  });

  test("logs readings while the homeserver is away, and delivers them by itself once it is there", async () => {
    using directory = temporaryDirectory();
    const user = await createUser(synapseUrl, "agent");
    const port = await closedPort();
    await using agent = run(directory.path, settingsOf(user, { homeserver: `http://127.0.0.1:${port}` }));
    const { message } = await agent.said(/the homeserver does not answer, the agent waits for it/);
    assert.match(message, /ECONNREFUSED/);
    await until("readings are stored", () => readingsStored(directory.path) > 5);
    await using _way = await forward(port, new URL(synapseUrl));
    await agent.said(/^ready/);
    const stored = readingsStored(directory.path);
    await until("what waited is delivered", () => readingsDelivered(directory.path) >= stored);
    assert.equal(agent.complaints(/does not answer/).length, 1);
    assert.equal((await agent.stop()).code, 0);
  });
});

/** One bit of one value, where SQLite itself sees nothing. */
function turnBitOver(file: string): void {
  const database = new DatabaseSync(file);
  const { value } = database.prepare("SELECT value FROM rows ORDER BY length(value) LIMIT 1 OFFSET 5").get() ?? {};
  database.close();
  const bytes = readFileSync(file);
  // Pages that are free may hold the same once more.
  for (let at = bytes.indexOf(String(value)); at !== -1; at = bytes.indexOf(String(value), at + 1)) {
    bytes[at + 9] = (bytes[at + 9] ?? 0) ^ 1;
  }
  writeFileSync(file, bytes);
}

/** A way to the homeserver that opens late. */
async function forward(port: number, to: URL): Promise<AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((near) => {
    const far = connect(Number(to.port), to.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
    }
    near.pipe(far).pipe(near);
  });
  await once(server.listen(port, "127.0.0.1"), "listening");
  return {
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

describe("an agent and its rooms", { skip: withoutSynapse, timeout: 300_000 }, () => {
  test("ends with 69 where the configured room is not there, or nobody invited it", async () => {
    using directory = temporaryDirectory();
    const user = await createUser(synapseUrl, "agent");
    const owner = await createUser(synapseUrl, "owner");
    const { access_token: token } = await logIn(synapseUrl, owner);
    const { room_id } = await request(synapseUrl, "POST", "/createRoom", {}, token);
    for (const room of ["#nowhere:localhost", String(room_id)]) {
      await using agent = run(directory.path, settingsOf(user, { matrix: { room } }));
      assert.equal(await agent.ended, 69);
      const fault = await agent.said(/Invite the agent from a listed operator/);
      assert.equal(fault.code, "room-missing");
      assert.match(
        fault.message,
        room.startsWith("#") ? /alias #nowhere:localhost cannot/ : /nobody invited the agent/,
      );
    }
  });

  test("sends latest values as snapshots where it may not write state, and says what to grant", async () => {
    using directory = temporaryDirectory();
    const user = await createUser(synapseUrl, "agent");
    await using operator = await openPlainClient(synapseUrl, await createUser(synapseUrl, "operator"));
    const encryption = { algorithm: "m.megolm.v1.aes-sha2", "io.element.msc4362.encrypt_state_events": true };
    const rooms = [await operator.createRoom([user.id]), await operator.createRoom([user.id], encryption)] as const;
    const [room, data_room] = rooms;
    const operators = [{ user: operator.userId, may: ["read"] }];
    await using agent = run(directory.path, settingsOf(user, { operators, matrix: { room, data_room } }));
    await agent.said(/^ready/);
    const said = await agent.said(/state cannot be written, latest values go as snapshots/);
    assert.equal(said.code, "no-power");
    await agent.said(/may not write state in .*: give it power level 50/);
    await until("a snapshot is read", () => operator.received(data_room, "dev.roomwire.snapshot").length > 0);
    await until("telemetry is read", () => operator.received(data_room, "dev.roomwire.telemetry").length > 0);
    assert.ok(agent.complaints(/no-power|may not write|cannot be written/).length <= 4, agent.text());
    assert.equal((await agent.stop()).code, 0);
  });

  test("sends nothing to a room that is not encrypted, says so once, and goes on when it is", async () => {
    using directory = temporaryDirectory();
    const user = await createUser(synapseUrl, "agent");
    await using operator = await openPlainClient(synapseUrl, await createUser(synapseUrl, "operator"));
    const room = await operator.createRoom([user.id], null);
    const operators = [{ user: operator.userId, may: ["read"] }];
    await using agent = run(directory.path, settingsOf(user, { operators, matrix: { room } }));
    await agent.said(/^ready/);
    await agent.said(/is not encrypted, so nothing is sent to it and nothing in it is obeyed/);
    await until("readings are stored", () => readingsStored(directory.path) > 10);
    assert.deepEqual(await wireTypes(room, user.id, operator.token), []);
    assert.equal(agent.complaints(/not encrypted/).length, 1, agent.text());
    const stored = readingsStored(directory.path);
    await operator.client.sendStateEvent(
      room,
      "m.room.encryption" as never,
      { algorithm: "m.megolm.v1.aes-sha2" } as never,
      "",
    );
    await until("telemetry is read", () => operator.received(room, "dev.roomwire.telemetry").length > 0);
    await until("what waited is delivered", () => readingsDelivered(directory.path) >= stored);
    await agent.said(/takes events again/);
    assert.equal((await agent.stop()).code, 0);
  });
});

test("an agent ends within 5 s of SIGTERM, outputs safe, when the homeserver fell silent after the start", {
  skip: withoutSynapse,
  timeout: 300_000,
}, async () => {
  using directory = temporaryDirectory();
  const user = await createUser(synapseUrl, "agent");
  await using proxy = await countingProxy(synapseUrl);
  await using agent = run(directory.path, settingsOf(user, { homeserver: proxy.url }));
  await agent.said(/^ready/);
  proxy.fallSilent();
  const { code, ms } = await agent.stop();
  assert.equal(code, 0);
  assert.ok(ms < 5000, `${ms} ms`);
  await agent.said(/box\/lamp: set to its safe value \(stop\)/);
});
