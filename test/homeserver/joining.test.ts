import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import {
  createUser,
  createUsers,
  logIn,
  openPlainClient,
  type PlainLogin,
  request,
  synapseUrl,
  withoutSynapse,
} from "./matrix-user.ts";
import { joinRoomOf, startPeopleAgent } from "./people-rig.ts";

const crowd = 20;
const texts = 3;

describe("a room that many join at once", { skip: withoutSynapse, timeout: 300_000 }, () => {
  test("while much is sent to it: what each says is judged as a member's, also where Synapse tells of their invitation once more", async () => {
    using home = temporaryDirectory();
    const [box, ana] = await createUsers(synapseUrl, "agent", "ana");
    await using owner = await openPlainClient(synapseUrl, ana);
    const people = await Promise.all(Array.from({ length: crowd }, () => createUser(synapseUrl, "guest")));
    const logins = await Promise.all(people.map((person) => logIn(synapseUrl, person)));
    const operators = [
      { user: ana.id, master_key: await owner.masterKey(), may: ["read", "write"] },
      ...people.map(({ id }) => ({ user: id, may: ["read"] })),
    ];
    await using running = startPeopleAgent(
      home.path,
      box,
      { operators, more: { bot_commands: true } },
      { msPerEvent: 10, burst: 1_000 },
    );
    const room = encodeURIComponent(await joinRoomOf(running, owner));
    const said: string[] = [];
    const joinAndTalk = async ({ access_token: token }: PlainLogin): Promise<void> => {
      const call = (method: string, path: string, body: object) => request(synapseUrl, method, path, body, token);
      const join = () =>
        call("POST", `/join/${room}`, {}).then(
          () => true,
          () => false,
        );
      await until("the agent has invited them", join);
      for (let count = 0; count < texts; count++) {
        const text = { msgtype: "m.text", body: "!status" };
        const sent = await call("PUT", `/rooms/${room}/send/m.room.message/${count}`, text);
        said.push(String(sent.event_id));
      }
    };
    await Promise.all(logins.map(joinAndTalk));
    const refusals = () => running.log.filter((line) => said.includes(String(line.event_id)));
    await until("all that they said is judged", () => refusals().length === crowd * texts);
    assert.deepEqual([...new Set(refusals().map(({ code }) => code))], ["plaintext"]);
  });
});
