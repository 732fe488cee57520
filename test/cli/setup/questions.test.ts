import assert from "node:assert/strict";
import { test } from "node:test";
import { askOperators } from "../../../src/cli/setup/ask-operators.ts";
import { askRooms } from "../../../src/cli/setup/ask-rooms.ts";
import { askSignIn } from "../../../src/cli/setup/ask-sign-in.ts";
import { askUser } from "../../../src/cli/setup/ask-user.ts";
import { configurationText } from "../../../src/cli/setup/configuration-text.ts";
import { draftConfiguration } from "../../../src/cli/setup/draft-configuration.ts";
import { offerUnit } from "../../../src/cli/setup/offer-unit.ts";
import { asUserId } from "../../../src/core/ids.ts";
import { temporaryDirectory } from "../../fakes/temporary-directory.ts";
import { scriptedDialogue } from "./scripted-dialogue.ts";

const key = "nqOvzeuGWT/sRx3h7+MHoInYj3Uk2LD/unI9kDYcHwk";

test("the user id is asked until it is one, or taken from its flag", async () => {
  const { dialogue, said } = scriptedDialogue("greenhouse", "@greenhouse:example.org");
  assert.equal(await askUser(undefined, dialogue), "@greenhouse:example.org");
  assert.match(said.at(-1) ?? "", /no user id/);
  await assert.rejects(askUser("greenhouse", dialogue), /--user greenhouse: That is no user id/);
});

test("operators come with or without a key, each once, and at least one", async () => {
  const { dialogue, said } = scriptedDialogue("", "ana", `@ana:hs, @ben:hs=${key} @ana:hs`);
  assert.deepEqual(await askOperators([], dialogue), [
    { user: "@ana:hs", masterKey: undefined },
    { user: "@ben:hs", masterKey: key },
  ]);
  assert.equal(said.length, 2);
  await assert.rejects(
    askOperators(["@ana:hs=short"], dialogue).then(([one]) => Promise.reject(one?.user)),
    (user) => {
      // An id may hold such a sign; what is no key is not taken for one.
      return user === "@ana:hs=short";
    },
  );
});

test("rooms are made anew, or some that are there are named", async () => {
  const none = { room: undefined, dataRoom: undefined };
  assert.deepEqual(await askRooms(none, scriptedDialogue("garden", "").dialogue), none);
  const { dialogue } = scriptedDialogue("#garden:example.org");
  assert.deepEqual(await askRooms(none, dialogue), { ...none, room: "#garden:example.org" });
  const both = { room: "!a", dataRoom: "!b" };
  assert.deepEqual(await askRooms(both, scriptedDialogue().dialogue), both);
  await assert.rejects(askRooms({ ...none, dataRoom: "!b" }, dialogue), /--data-room needs --room/);
});

test("a homeserver that takes no passwords is told before any is typed", async () => {
  const flows = (...types: string[]) =>
    (async () => Response.json({ flows: types.map((type) => ({ type })) })) as unknown as typeof globalThis.fetch;
  const parts = { user: asUserId("@a:hs"), homeserver: "https://hs", passwordFile: undefined, tokenFile: undefined };
  const { dialogue } = scriptedDialogue("secret");
  await assert.rejects(askSignIn({ ...parts, dialogue, fetch: flows("m.login.sso") }), /takes no passwords/);
  const signIn = await askSignIn({ ...parts, dialogue, fetch: flows("m.login.sso", "m.login.password") });
  assert.deepEqual(signIn, { kind: "password", password: "secret" });
});

test("where the homeserver offers a link it is taken, or the password where that is wanted; nobody is asked for one by flag", async () => {
  const endpoint = (name: string) => `https://auth/${name}`;
  const metadata = {
    issuer: "https://auth/",
    token_endpoint: endpoint("token"),
    registration_endpoint: endpoint("register"),
    revocation_endpoint: endpoint("revoke"),
    device_authorization_endpoint: endpoint("device"),
    grant_types_supported: ["refresh_token", "urn:ietf:params:oauth:grant-type:device_code"],
  };
  const server =
    (types: readonly string[], said: object): typeof globalThis.fetch =>
    async (input) =>
      String(input).endsWith("/auth_metadata")
        ? Response.json(said)
        : Response.json({ flows: types.map((type) => ({ type })) });
  const parts = { user: asUserId("@a:hs"), homeserver: "https://hs", passwordFile: undefined, tokenFile: undefined };
  const kinds = async (types: readonly string[], said: object, ...answers: readonly string[]) => {
    const { dialogue } = scriptedDialogue(...answers);
    return (await askSignIn({ ...parts, dialogue, fetch: server(types, said) })).kind;
  };
  assert.equal(await kinds([], metadata, "unused"), "link");
  assert.equal(await kinds(["m.login.password"], metadata, "perhaps", ""), "link");
  assert.equal(await kinds(["m.login.password"], metadata, "password", "secret"), "password");
  assert.equal(await kinds(["m.login.password"], { ...metadata, grant_types_supported: [] }, "secret"), "password");
  await assert.rejects(kinds([], metadata), /takes no passwords/);
});

test("what is written passes the check whatever the answers are, and stands in no file before", async () => {
  using directory = temporaryDirectory();
  const file = `${directory.path}/roomwire.yaml`;
  const settings = {
    homeserver: "https://hs",
    user: asUserId("@a:hs"),
    name: 'Ana\'s "box": # 1\n',
    rooms: { room: "!a", dataRoom: "!b" },
    operators: [{ user: asUserId("@ana:hs"), masterKey: key }],
    stateDirectory: directory.path,
    timeZone: "Europe/Berlin",
    found: { what: [], connections: "  trial: { type: simulated }\n", things: "  {}\n" },
  };
  const draft = draftConfiguration(file, configurationText(settings));
  const { matrix, operators, things } = draft.configuration;
  assert.deepEqual([matrix.deviceName, matrix.room, matrix.dataRoom], [settings.name, "!a", "!b"]);
  assert.deepEqual([operators[0]?.masterKey, things.length], [key, 0]);
  assert.deepEqual(draft.warnings, []);
  draft.write();
  assert.throws(() => draft.write(), /is there already/);
});

test("the service is started where it can be and is wanted; else it is said how", async () => {
  const started: string[] = [];
  const manager = { canStart: true, start: () => void started.push("roomwire") };
  const unit = { config: "/etc/roomwire/roomwire.yaml", isWanted: false, manager, env: {} };
  await offerUnit({ ...unit, dialogue: scriptedDialogue("no").dialogue });
  assert.equal(started.length, 0);
  await offerUnit({ ...unit, dialogue: scriptedDialogue("yes").dialogue });
  await offerUnit({ ...unit, isWanted: true, dialogue: scriptedDialogue().dialogue });
  assert.equal(started.length, 2);
  const { dialogue, said } = scriptedDialogue("yes");
  await offerUnit({ ...unit, config: "/tmp/own.yaml", dialogue });
  const env = { npm_lifecycle_event: "roomwire" };
  const fromCheckout = scriptedDialogue("yes");
  await offerUnit({ ...unit, config: "/tmp/own.yaml", env, dialogue: fromCheckout.dialogue });
  assert.match(fromCheckout.said.join(), /npm run -s roomwire -- run --config/);
  assert.deepEqual([started.length, said], [2, ["Start the agent with:  roomwire run --config /tmp/own.yaml"]]);
  await assert.rejects(offerUnit({ ...unit, config: "/tmp/own.yaml", isWanted: true, dialogue }), /cannot be started/);
});
