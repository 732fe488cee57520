import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { describe, test } from "node:test";
import { askYesOrNo } from "../../src/cli/operators/ask-yes-or-no.ts";
import { operators as askOperators } from "../../src/cli/operators.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { emojiPerson } from "./emoji-client.ts";
import { createUser, openPlainClient, openReplacingClient, synapseUrl, withoutSynapse } from "./matrix-user.ts";
import { joinRoomOf, say, startPeopleAgent, typed } from "./people-rig.ts";

const may = ["read", "write", "invoke"];

describe("pins of a running agent", { skip: withoutSynapse, timeout: 300_000 }, () => {
  test("a code from the console makes an operator known, whose new identity locks them out, tells the others and silences nobody", async () => {
    using home = temporaryDirectory();
    const users = await Promise.all(["agent", "ana", "bob"].map((name) => createUser(synapseUrl, name)));
    const [box, ana, bob] = users as [(typeof users)[0], (typeof users)[0], (typeof users)[0]];
    const anaClient = await openPlainClient(synapseUrl, ana);
    await using bobClient = await openPlainClient(synapseUrl, bob);
    const operators = [
      { user: ana.id, may },
      { user: bob.id, may, master_key: await bobClient.masterKey() },
    ];
    await using running = startPeopleAgent(home.path, box, { operators });
    const room = await joinRoomOf(running, anaClient);
    await joinRoomOf(running, bobClient);

    assert.match(await say(anaClient, room, "!temperature"), /Refused: No key of this operator is pinned yet/);
    const warned = running.log.filter(({ message }) => /^no key of .* is pinned/.test(message));
    assert.deepEqual(
      warned.map(({ level, user }) => [level, user]),
      [["warn", ana.id]],
    );
    const { code } = await running.operatorsJson("pair");
    assert.match(await say(anaClient, room, "!pair ABCDEFGH"), /Refused: That is not the code/);
    assert.match(await say(anaClient, room, `!pair ${code}`), /Paired: I know @ana/);
    assert.match(await say(anaClient, room, "!temperature"), /Temperature/);

    // The same key, now by emoji as well, from the console; then what a stolen password can do.
    const person = emojiPerson(anaClient);
    const lines: string[] = [];
    let far: readonly string[] = [];
    const answers = askYesOrNo(typed("yes"), new PassThrough());
    const [verified] = await Promise.all([
      askOperators(
        ["verify", ana.id],
        { config: running.config, json: false, inRoom: false },
        (line) => lines.push(line),
        answers,
      ),
      person.request().then((request) =>
        person.verify(request, (emojis) => {
          far = emojis.map(([symbol, name]) => `  ${symbol}  ${name}`);
          return true;
        }),
      ),
    ]);
    assert.equal(verified, 0, lines.join("\n"));
    for (const picture of far) assert.ok(lines.includes(picture), `${picture} in ${lines.join("\n")}`);
    const first = await anaClient.masterKey();
    const shown = await running.operatorsJson("show", ana.id);
    assert.deepEqual([shown.standing, shown.way, shown.pinned], ["verified", "emoji", first]);

    await anaClient[Symbol.asyncDispose]();
    await using newAna = await openReplacingClient(synapseUrl, ana);
    const second = await newAna.masterKey();
    await until("the others are called", () =>
      bobClient.received(room, "m.room.message").some(({ content }) => /has a new identity/.test(String(content.body))),
    );
    const alert = bobClient
      .received(room, "m.room.message")
      .find(({ content }) => /new identity/.test(String(content.body)));
    assert.deepEqual(alert?.content.msgtype, "m.text");
    assert.deepEqual(alert?.content["m.mentions"], { user_ids: [bob.id] });
    assert.match(await say(newAna, room, "!temperature"), /Refused: The operator's identity is not the pinned one/);
    assert.match(await say(bobClient, room, "!status"), /Another identity than the pinned one, not obeyed: @ana/);
    const changed = await running.operatorsJson("show", ana.id);
    assert.deepEqual([changed.standing, changed.pinned, changed.served], ["identity-changed", first, second]);
    assert.deepEqual(
      (changed.seen as { master_key: string }[]).map(({ master_key }) => master_key),
      [first, second],
    );
    await assert.rejects(running.operatorsJson("pin", ana.id, first), /The homeserver serves/);
    assert.equal((await running.operatorsJson("pin", ana.id, second)).way, "console");
    assert.equal((await running.operatorsJson("show", ana.id)).standing, "verified");
    assert.match(await say(newAna, room, "!temperature"), /Temperature/);
    assert.equal((await running.operatorsJson("remove", ana.id)).removed, true);
    assert.match(await say(newAna, room, "!temperature"), /Refused: No key of this operator is pinned yet/);
    assert.equal((await running.operatorsJson("show", ana.id)).standing, "not-pinned");
    await assert.rejects(running.operators("remove", bob.id), /stands in the configuration/);
  });

  test("first use is said out loud and shown as not verified, until the console verifies who asks in the room", async () => {
    using home = temporaryDirectory();
    const [box, ana] = await Promise.all([createUser(synapseUrl, "agent"), createUser(synapseUrl, "ana")]);
    await using client = await openPlainClient(synapseUrl, ana);
    const person = emojiPerson(client);
    const operators = [{ user: ana.id, may, trust: "first-use" }];
    await using running = startPeopleAgent(home.path, box, { operators });
    const room = await joinRoomOf(running, client);
    assert.match(await say(client, room, "!status"), /Temperature/);
    const key = await client.masterKey();
    const line = await running.logged(/a key was pinned at first use/);
    assert.deepEqual([line.level, line.master_key], ["warn", key]);
    const bodies = client.received(room, "m.room.message").map(({ content }) => String(content.body));
    assert.ok(bodies.some((body) => body.startsWith(`First use: I know ${ana.id} by the key ${key}`)));
    assert.match(await say(client, room, "!status"), /Not verified, pinned at first use: @ana/);

    const lines: string[] = [];
    const answers = askYesOrNo(typed("maybe", "yes"), new PassThrough());
    const console = askOperators(
      ["verify"],
      { config: running.config, json: false, inRoom: false },
      (text) => lines.push(text),
      answers,
    );
    await until("the console waits", () => lines.some((text) => text.startsWith("Waiting for somebody")));
    const asking = await client.client.getCrypto()?.requestVerificationDM(box.id, room);
    const [code] = await Promise.all([console, asking && person.verify(asking, () => true)]);
    assert.equal(code, 0, lines.join("\n"));
    assert.ok(lines.includes(`${ana.id} is verified: ${key}`), lines.join("\n"));
    assert.doesNotMatch(await say(client, room, "!status"), /Not verified/);
    const { people } = await running.operatorsJson("list");
    assert.deepEqual(
      (people as { way: string; standing: string }[]).map(({ way, standing }) => [way, standing]),
      [["emoji", "verified"]],
    );
  });
});
