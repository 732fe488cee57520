import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import {
  createUser,
  createUsers,
  type MatrixUser,
  openPlainClient,
  request,
  synapseUrl,
  withoutSynapse,
} from "./matrix-user.ts";
import { joinRoomOf, startPeopleAgent } from "./people-rig.ts";

const crowd = 20;
const texts = 3;

async function tokenOf({ id, password }: MatrixUser): Promise<string> {
  const identifier = { type: "m.id.user", user: id };
  const login = await request(synapseUrl, "POST", "/login", { type: "m.login.password", identifier, password });
  return String(login.access_token);
}

describe("a room that many join at once", { skip: withoutSynapse, timeout: 300_000 }, () => {
  test("while much is sent to it: what each says is judged as a member's, also where Synapse tells of their invitation once more", async () => {
    using home = temporaryDirectory();
    const [box, ana] = await createUsers(synapseUrl, "agent", "ana");
    await using owner = await openPlainClient(synapseUrl, ana);
    const people = await Promise.all(Array.from({ length: crowd }, () => createUser(synapseUrl, "guest")));
    const tokens = await Promise.all(people.map(tokenOf));
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
    const joinAndTalk = async (token: string): Promise<void> => {
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
    await Promise.all(tokens.map(joinAndTalk));
    const refusals = () => running.log.filter((line) => said.includes(String(line.event_id)));
    await until("all that they said is judged", () => refusals().length === crowd * texts);
    assert.deepEqual([...new Set(refusals().map(({ code }) => code))], ["plaintext"]);
  });
});
