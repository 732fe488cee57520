import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { describe, test } from "node:test";
import { alertType } from "../../schemas/alert.ts";
import { refusalType } from "../../schemas/refusal.ts";
import { askYesOrNo } from "../../src/cli/operators/ask-yes-or-no.ts";
import { operators as askOperators } from "../../src/cli/operators.ts";
import type { RoomId, UserId } from "../../src/core/ids.ts";
import { english } from "../../src/texts/english.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { openBareClient } from "./bare-client.ts";
import { takeVerification } from "./bare-emoji.ts";
import { downloadPicture, images, judgePng } from "./download-picture.ts";
import { emojiPerson } from "./emoji-client.ts";
import { createUsers, openPlainClient, synapseUrl, withoutSynapse } from "./matrix-user.ts";
import { joinRoomOf, type PeopleAgent, startPeopleAgent, typed } from "./people-rig.ts";
import { type Form, forms, type Person, play, rows } from "./typed-commands.ts";

const may = ["read", "write", "invoke", "admin"];
const things = {
  greenhouse: {
    connection: "trial",
    properties: {
      temperature: { type: "number", unit: "Cel", decimals: 1, from: { wave: "sine", low: "15", high: "30" } },
      humidity: { type: "number", unit: "%RH", decimals: 0, from: { wave: "sine", low: "40", high: "60" } },
      pump: {
        type: "boolean",
        ask: "never",
        from: { line: "pump" },
        to: { line: "pump", safe_value: false },
        limits: { max_on: "20m" },
      },
      setpoint: {
        type: "number",
        minimum: 5,
        maximum: 30,
        decimals: 1,
        ask: "never",
        to: { line: "set", safe_value: null },
      },
      siren: {
        type: "boolean",
        ask: "never",
        from: { line: "siren" },
        to: { line: "siren", safe_value: false },
        limits: { max_on: "20m" },
        alerts: [{ is: true, text: "The siren is on" }],
      },
    },
    actions: { water: { pulse: "pump", for: { default: "200ms", maximum: "60s" } } },
  },
};

interface Scene extends AsyncDisposable {
  readonly running: PeopleAgent;
  readonly agent: UserId;
  readonly room: RoomId;
  /** matrix-js-sdk, and plain HTTP with the crypto machine of matrix-rust-sdk. */
  readonly people: readonly [Person, Person];
  /** Each takes the agent's request to verify and hands over what it is shown. */
  readonly verify: readonly [Verify, Verify];
}

type Verify = (shown: (emojis: readonly (readonly [string, string])[]) => boolean) => Promise<void>;

async function openScene(): Promise<Scene> {
  await using opening = new AsyncDisposableStack();
  const home = opening.use(temporaryDirectory());
  const [box, ana, bob] = await createUsers(synapseUrl, "agent", "ana", "bob");
  const plain = opening.use(await openPlainClient(synapseUrl, ana));
  const bare = opening.use(await openBareClient(synapseUrl, bob));
  const operators = [ana, bob].map(({ id }) => ({ user: id, may }));
  // Synapse has no limits here; the agent need not learn that.
  const rate = { msPerEvent: 10, burst: 1_000 };
  const running = opening.use(startPeopleAgent(home.path, box, { operators, things }, rate));
  const room = await joinRoomOf(running, plain);
  await bare.join(room);
  await until("both are in the room", () => (plain.client.getRoom(room)?.getJoinedMemberCount() ?? 0) === 3);
  const owned = opening.move();
  return {
    running,
    agent: box.id,
    room,
    people: [plain, bare],
    verify: [
      async (shown) => {
        const person = emojiPerson(plain);
        await person.verify(await person.request(), shown);
      },
      (shown) => takeVerification(bare, box.id, shown),
    ],
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Both are known from now on, by the code of the machine. */
async function pairBoth({ running, agent, room, people }: Scene): Promise<void> {
  for (const [place, person] of people.entries()) {
    const say = (words: string, form: Form) => play(person, { room, agent, form, words, root: "" });
    const refused = await say("temperature", "!");
    assert.match(refused.body, /^Refused: No key of this operator is pinned yet/);
    assert.ok(refusalType in refused.content);
    const { code } = await running.operatorsJson("pair");
    assert.match((await say(`pair ${code}`, place === 0 ? "!" : "/")).body, /^Paired: I know @/);
  }
}

/** The console and the person far away see the same pictures, and both say so. */
async function verifyByEmoji({ running, people, verify }: Scene, place: 0 | 1): Promise<void> {
  const lines: string[] = [];
  let far: readonly string[] = [];
  const answers = askYesOrNo(typed("yes"), new PassThrough());
  const asked = { config: running.config, json: false, inRoom: false };
  const [code] = await Promise.all([
    askOperators(["verify", people[place].userId], asked, (line) => lines.push(line), answers),
    verify[place]((emojis) => {
      far = emojis.map(([symbol, name]) => `  ${symbol}  ${name}`);
      return true;
    }),
  ]);
  assert.equal(code, 0, lines.join("\n"));
  assert.equal(far.length, 7);
  for (const picture of far) assert.ok(lines.includes(picture), `${picture} in ${lines.join("\n")}`);
  const shown = await running.operatorsJson("show", people[place].userId);
  const key = await people[place].masterKey();
  assert.deepEqual([shown.standing, shown.way, shown.pinned], ["verified", "emoji", key]);
}

describe("two independent clients", { skip: withoutSynapse, timeout: 300_000 }, () => {
  test("every command that is documented has a row here", () => {
    assert.deepEqual(rows.map(({ form }) => form).toSorted(), english.help.forms.map(({ form }) => form).toSorted());
  });

  test("play every command in every form, an alert, a chart and emojis", async () => {
    await using scene = await openScene();
    const { agent, room, people } = scene;
    await pairBoth(scene);
    for (const place of [0, 1] as const) await verifyByEmoji(scene, place);

    const root = await people[0].send(room, "m.room.message", { msgtype: "m.text", body: "Let us see." });
    let count = 0;
    const played = new Set<string>();
    for (const row of rows.filter(({ words }) => words !== undefined)) {
      for (const form of forms) {
        const place = count % 2;
        count += 1;
        const person = people[place === 0 ? 0 : 1];
        const answer = await play(person, { room, agent, form, words: row.words ?? "", root });
        assert.match(answer.body, row.answer, `${form} ${row.form} of ${person.userId}`);
        if (row.riding !== undefined) assert.ok(row.riding in answer.content, `${row.form} carries ${row.riding}`);
        played.add(`${place} ${row.form}`).add(`${place} in ${form}`);
      }
    }
    for (const place of [0, 1]) {
      for (const row of rows) if (row.words !== undefined) assert.ok(played.has(`${place} ${row.form}`), row.form);
      for (const form of forms) assert.ok(played.has(`${place} in ${form}`), form);
    }

    for (const person of people) {
      await until("the pictures came", () => images(person, room).length >= 3 * forms.length);
      const image = images(person, room).at(-1) ?? assert.fail();
      judgePng(await downloadPicture(image.file, person.token), image.info);
      judgePng(await downloadPicture(image.info.thumbnail_file, person.token), image.info.thumbnail_info);
    }

    await play(people[1], { room, agent, form: "!", words: "siren on", root });
    for (const person of people) {
      const alert = () =>
        person.received(room, "m.room.message").find(({ content }) => /^The siren is on/.test(String(content.body)));
      await until(`${person.userId} is called`, () => alert() !== undefined);
      const { msgtype, "m.mentions": mentions, [alertType]: riding } = alert()?.content ?? {};
      assert.equal(msgtype, "m.text");
      assert.deepEqual(
        new Set((mentions as { user_ids?: string[] }).user_ids),
        new Set(people.map(({ userId }) => userId)),
      );
      assert.equal((riding as { alerts: { state: string }[] }).alerts[0]?.state, "raised");
    }
    const seen = await play(people[1], { room, agent, form: "thread", words: "ack greenhouse", root });
    assert.match(seen.body, /^The siren is on\nIt is not repeated any more/);
    const status = await play(people[0], { room, agent, form: "mention", words: "status", root });
    assert.match(status.body, new RegExp(`^Alert, seen by ${people[1].userId}: The siren is on`));
  });
});
