import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { downloadPicture, images, judgePng } from "./download-picture.ts";
import { jsonAnswer } from "./lying/json-answer.ts";
import { createUsers, openPlainClient, synapseUrl, withoutSynapse } from "./matrix-user.ts";
import { type Lie, openPassThrough } from "./pass-through.ts";
import { joinRoomOf, say, startPeopleAgent } from "./people-rig.ts";

describe("charts", { skip: withoutSynapse, timeout: 300_000 }, () => {
  test("come as words that stand alone and as a picture that only the room can open", async () => {
    using home = temporaryDirectory();
    const [box, ana, bob] = await createUsers(synapseUrl, "agent", "ana", "bob");
    await using owner = await openPlainClient(synapseUrl, ana);
    await using second = await openPlainClient(synapseUrl, bob);
    const operators = [
      { user: ana.id, master_key: await owner.masterKey() },
      { user: bob.id, master_key: await second.masterKey(), things: [] },
    ];
    await using running = startPeopleAgent(home.path, box, { operators, more: { time_zone: "Europe/Berlin" } });
    const room = await joinRoomOf(running, owner);
    await joinRoomOf(running, second);
    await until("both are in the room", () => (owner.client.getRoom(room)?.getJoinedMemberCount() ?? 0) === 3);
    const said = await say(owner, room, "!temperature lamp 24h");
    assert.match(said, /^box \/ temperature\n[\d.]+ °C to [\d.]+ °C, last [\d.]+ °C\n[▁-█·]{24}\n/iu);
    assert.match(said, / (?:CET|CEST|GMT\+[12])$/m);
    assert.doesNotMatch(said, /picture/i);
    for (const person of [owner, second]) {
      await until("the picture came", () => images(person, room).length === 1);
      const [image] = images(person, room);
      assert.ok(image !== undefined);
      assert.match(image.body, /^box \/ temperature, box \/ lamp: /i);
      assert.equal(image.filename, "chart.png");
      assert.deepEqual([image.info.w, image.info.thumbnail_info.w], [1080, 720]);
      judgePng(await downloadPicture(image.file, person.token), image.info);
      judgePng(await downloadPicture(image.info.thumbnail_file, person.token), image.info.thumbnail_info);
    }
    assert.match(await say(owner, room, "!temperature 5m"), /1 h to 30 d/);
    assert.match(await say(second, room, "!temperature 24h"), /You may not read/);
    assert.equal(images(owner, room).length, 1);
  });

  test("say why there is no picture where the homeserver takes none", async () => {
    using home = temporaryDirectory();
    const uploads: number[] = [];
    const small: Lie = async (asked, pass) => {
      if (!asked.path.endsWith("/media/v3/upload")) return pass(asked);
      uploads.push(asked.body.length);
      return jsonAnswer(413, { errcode: "M_TOO_LARGE", error: "Too large" });
    };
    await using proxy = await openPassThrough(synapseUrl, small);
    const [box, ana] = await createUsers(synapseUrl, "agent", "ana");
    await using owner = await openPlainClient(synapseUrl, ana);
    const operators = [{ user: ana.id, master_key: await owner.masterKey() }];
    await using running = startPeopleAgent(home.path, box, { operators, homeserver: proxy.url });
    const room = await joinRoomOf(running, owner);
    assert.match(await say(owner, room, "!temperature 1h"), /No picture: the homeserver takes nothing so large\./);
    assert.equal(uploads.length, 1);
    assert.match(await say(owner, room, "!temperature"), /°C/);
    assert.deepEqual(images(owner, room), []);
  });
});
