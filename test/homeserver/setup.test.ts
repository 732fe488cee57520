import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { telemetryType } from "../../schemas/telemetry.ts";
import { readConfiguration } from "../../src/cli/read-configuration.ts";
import { asRoomId, type RoomId } from "../../src/core/ids.ts";
import { startRoomwire } from "../agent/agent-process.ts";
import { atTerminal } from "../fakes/at-terminal.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { openBareClient } from "./bare-client.ts";
import { emojiPerson } from "./emoji-client.ts";
import {
  createUser,
  createUsers,
  logIn,
  type MatrixUser,
  openPlainClient,
  type PlainClient,
  request,
  synapseUrl,
  withoutSynapse,
} from "./matrix-user.ts";

const roomId = /(!\S+)/;

/** What setup shows of a person's client, whatever it is built on. */
interface Newcomer extends AsyncDisposable {
  readonly token: string;
  accept(room: RoomId): Promise<void>;
  send(room: RoomId, type: string, content: object): Promise<string>;
  received(room: RoomId, type: string): readonly { readonly content: Record<string, unknown> }[];
}

const clients: readonly (readonly [string, (user: MatrixUser) => Promise<Newcomer>])[] = [
  ["matrix-js-sdk", async (user) => newcomer(await openPlainClient(synapseUrl, user), accept)],
  ["plain HTTP", async (user) => newcomer(await openBareClient(synapseUrl, user), (bare, room) => bare.join(room))],
];

function newcomer<Client extends Omit<Newcomer, "accept">>(
  client: Client,
  join: (client: Client, room: RoomId) => Promise<void>,
): Newcomer {
  return {
    token: client.token,
    accept: (room) => join(client, room),
    send: (...event) => client.send(...event),
    received: (...asked) => client.received(...asked),
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

/** Accepts an invitation. */
async function accept({ client }: PlainClient, room: RoomId): Promise<void> {
  await until(`${room} is invited to`, () => client.getRoom(room)?.getMyMembership() === "invite");
  await client.joinRoom(room);
  await until(`${room} is joined`, () => client.getRoom(room)?.getMyMembership() === "join");
}

async function roomAfter(shows: (shown: RegExp) => Promise<RegExpExecArray>, before: string): Promise<RoomId> {
  const [, id = ""] = await shows(new RegExp(`${before}.*?${roomId.source}\\r?\\n`));
  return asRoomId(id);
}

/** The rooms of a Space. */
async function childrenOf(space: RoomId, { token }: Newcomer): Promise<readonly unknown[]> {
  const state: unknown = await request(
    synapseUrl,
    "GET",
    `/rooms/${encodeURIComponent(space)}/state`,
    undefined,
    token,
  );
  const events = state as readonly { readonly type: string; readonly state_key: string }[];
  return events.filter(({ type }) => type === "m.space.child").map(({ state_key: child }) => child);
}

describe("roomwire setup", { skip: withoutSynapse, timeout: 300_000 }, () => {
  for (const [library, open] of clients)
    test(`takes a person with ${library} from an account to the first reading in the room, with at most 8 answers`, async () => {
      using directory = temporaryDirectory();
      const [account, ana] = await createUsers(synapseUrl, "green-house", "ana");
      await using person = await open(ana);
      const config = join(directory.path, "roomwire.yaml");
      await using setup = await atTerminal(["setup", "--config", config]);
      await setup.answer(/User id of the agent.*: $/, account.id);
      await setup.answer(/Its address.*: $/, synapseUrl);
      await setup.answer(/Password of .*: $/, "not-it");
      await setup.answer(/Who may command it.*: $/, ana.id);
      await setup.answer(/Room: Enter makes new ones.*: $/, "");
      await setup.answer(/does not take that password\.\r?\nPassword of .*: $/, account.password);
      const room = await roomAfter(setup.shows, "For people:");
      const dataRoom = await roomAfter(setup.shows, "For programs:");
      const space = await roomAfter(setup.shows, "Both in a Space:");
      for (const invited of [space, room, dataRoom]) await person.accept(invited);
      const [, code = ""] = await setup.shows(/!pair (\w{8})/);
      await person.send(room, "m.room.message", { msgtype: "m.text", body: `!pair ${code}` });
      await setup.shows(/is known from now on/);
      await until("a reading can be read", () => person.received(dataRoom, telemetryType).length > 0);
      await setup.shows(/The first readings are in the room/);
      assert.equal(await setup.ended, 0, setup.screen());

      const hello = () => person.received(room, "m.room.message").map(({ content }) => String(content.body));
      await until("the agent has introduced itself", () => hello().some((body) => body.startsWith("I am ")));
      assert.equal(hello().filter((body) => body.startsWith("I am Green house ")).length, 1, hello().join("\n"));
      assert.deepEqual(new Set(await childrenOf(space, person)), new Set([room, dataRoom]));
      assert.ok(setup.answers.length <= 8, setup.answers.join("\n"));
      assert.equal(setup.answers.length, 6);
      for (const secret of ["not-it", account.password]) assert.ok(!setup.screen().includes(secret), "it was shown");

      const read = readConfiguration(config, {});
      assert.ok(read.ok);
      assert.ok(!readFileSync(config, "utf8").includes(account.password));
      assert.equal(statSync(join(directory.path, "roomwire-state")).mode & 0o777, 0o700);
      await using again = startRoomwire(["setup", "--config", config, "--yes"]);
      assert.equal(await again.ended, 2);
      assert.match(again.text(), /is there already, and setup overwrites nothing/);
    });

  test("an operator who begins a verification is pinned by the pictures, and a later start goes on from there", async () => {
    using directory = temporaryDirectory();
    const [account, ana] = await createUsers(synapseUrl, "agent", "ana");
    await using client = await openPlainClient(synapseUrl, ana);
    const person = emojiPerson(client);
    const config = join(directory.path, "roomwire.yaml");
    const passwordFile = join(directory.path, "pw");
    writeFileSync(passwordFile, account.password);
    const words = ["--user", account.id, "--homeserver", synapseUrl, "--password-file", passwordFile];
    await using setup = await atTerminal(["setup", "--config", config, ...words, "--operator", ana.id]);
    await setup.answer(/Room: Enter makes new ones.*: $/, "");
    const [, device = ""] = await setup.shows(/Logged in as device (\w+)/);
    const room = await roomAfter(setup.shows, "For people:");
    await accept(client, room);
    await setup.shows(/Enter leaves that for later/);
    const crypto = client.client.getCrypto();
    await until("the agent's device is known", async () => {
      const devices = await crypto?.getUserDeviceInfo([account.id], true);
      return devices?.get(account.id)?.has(device) === true;
    });
    const asked = await crypto?.requestDeviceVerification(account.id, device);
    assert.ok(asked !== undefined);
    const verified = person.verify(asked, async (emojis) => {
      const shown = new RegExp(emojis.map(([symbol]) => symbol).join("[^]*"), "u");
      await setup.shows(shown);
      await setup.answer(/Do they match\? yes or no: $/, "yes");
      return true;
    });
    await setup.shows(/is known from now on/);
    await verified;
    await setup.answer(/Waiting for the first readings/, "");
    assert.equal(await setup.ended, 0, setup.screen());
    assert.equal(setup.answers.length, 3);
  });

  test("broken off by Ctrl-C or a signal it ends in good order, and another start uses what was made", async () => {
    using directory = temporaryDirectory();
    const [account, ana] = await createUsers(synapseUrl, "agent", "ana");
    const config = join(directory.path, "roomwire.yaml");
    const passwordFile = join(directory.path, "pw");
    writeFileSync(passwordFile, account.password);
    const words = ["--user", account.id, "--homeserver", synapseUrl, "--operator", ana.id];
    await using first = await atTerminal(["setup", "--config", config, ...words]);
    await first.shows(/Password of .*: $/);
    first.press("\x03");
    assert.equal(await first.ended, 2, first.screen());
    assert.match(first.screen(), /Setup was broken off/);
    assert.equal(existsSync(config), false);

    await using second = await atTerminal(["setup", "--config", config, ...words, "--password-file", passwordFile]);
    await second.answer(/Room: Enter makes new ones.*: $/, "");
    await second.shows(/Enter leaves that for later/);
    second.signal("SIGTERM");
    assert.equal(await second.ended, 2, second.screen());
    assert.match(second.screen(), /Setup was broken off.*roomwire run/);
    await using agent = startRoomwire(["run", "--config", config]);
    await agent.said(/^ready$/);
    assert.deepEqual(agent.complaints(/old copy|unclean/), []);
  });

  test("goes without questions from flags, with a key that is pinned at once, and makes no second device", async () => {
    using directory = temporaryDirectory();
    const [account, ana] = await createUsers(synapseUrl, "agent", "ana");
    await using person = await openPlainClient(synapseUrl, ana);
    const config = join(directory.path, "roomwire.yaml");
    const tokenFile = join(directory.path, "token");
    const { access_token: token, device_id: device } = await logIn(synapseUrl, account);
    writeFileSync(tokenFile, `${token}\n`);
    const words = ["--user", account.id, "--homeserver", synapseUrl, "--token-file", tokenFile, "--name", "Pi"];
    const operator = ["--operator", `${ana.id}=${await person.masterKey()}`];
    await using setup = startRoomwire(["setup", "--config", config, "--yes", ...words, ...operator]);
    assert.equal(await setup.ended, 0, setup.text());
    assert.match(setup.text(), new RegExp(`Logged in as device ${device}`));
    assert.ok(!setup.text().includes(token));
    const read = readConfiguration(config, {});
    assert.ok(read.ok);
    assert.equal(read.configuration.operators[0]?.masterKey, await person.masterKey());
    await using agent = startRoomwire(["run", "--config", config]);
    await agent.said(/^ready$/);
    const { devices } = await request(synapseUrl, "GET", "/devices", undefined, token);
    assert.equal((devices as unknown[]).length, 1);

    const other = join(directory.path, "other.yaml");
    const elsewhere = ["--state-directory", join(directory.path, "elsewhere")];
    await using taken = startRoomwire(["setup", "--config", other, "--yes", ...words, ...operator, ...elsewhere]);
    assert.equal(await taken.ended, 77);
    assert.match(taken.text(), /has keys already: another client uses it/);
  });

  test("joins rooms that are there when a listed operator has invited the agent, and says which nobody did", async () => {
    using directory = temporaryDirectory();
    const [account, ana] = await createUsers(synapseUrl, "agent", "ana");
    await using person = await openPlainClient(synapseUrl, ana);
    const [room, strange] = [await person.createRoom([account.id]), await person.createRoom([])];
    const passwordFile = join(directory.path, "pw");
    writeFileSync(passwordFile, account.password);
    const words = ["--user", account.id, "--homeserver", synapseUrl, "--password-file", passwordFile];
    const setup = (name: string, id: RoomId) => {
      const config = join(directory.path, name);
      const state = ["--state-directory", join(directory.path, `${name}.state`)];
      return startRoomwire([
        "setup",
        "--config",
        config,
        "--yes",
        ...words,
        ...state,
        "--operator",
        ana.id,
        "--room",
        id,
      ]);
    };
    await using wrong = setup("wrong.yaml", strange);
    assert.equal(await wrong.ended, 69);
    assert.match(wrong.text(), /nobody invited the agent to it/);
    await using right = setup("right.yaml", room);
    assert.equal(await right.ended, 0, right.text());
    assert.match(right.text(), /Nobody is obeyed before their key is pinned/);
    assert.ok(person.client.getRoom(room)?.getMember(account.id)?.membership === "join");
  });

  test("says in one sentence what is missing where nobody can be asked", async () => {
    using directory = temporaryDirectory();
    const account = await createUser(synapseUrl, "agent");
    const told = async (...words: string[]): Promise<string> => {
      await using setup = startRoomwire(["setup", "--config", join(directory.path, "new.yaml"), ...words]);
      assert.equal(await setup.ended, 2, setup.text());
      return setup.text();
    };
    assert.match(await told(), /Nobody can be asked here, and --user is missing/);
    const at = ["--user", account.id, "--homeserver", synapseUrl];
    assert.match(await told(...at), /--password-file or --token-file is missing/);
  });
});
