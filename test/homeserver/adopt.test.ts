import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { forget } from "../../src/cli/forget.ts";
import { formatDecimal } from "../../src/core/decimal.ts";
import { decodeColumns } from "../../src/core/decode-columns.ts";
import type { RoomId } from "../../src/core/ids.ts";
import { isDecimal } from "../../src/core/value.ts";
import { openLog } from "../../src/machine/open-log.ts";
import { heardTree } from "../discovery/heard-tree.ts";
import { mosquittoPath, startMosquitto } from "../drivers/rigs/mosquitto-rig.ts";
import { mqttFarSide } from "../drivers/rigs/mqtt-far-side.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { createUsers, openPlainClient, type PlainClient, synapseUrl, withoutSynapse } from "./matrix-user.ts";
import { joinRoomOf, say, startPeopleAgent } from "./people-rig.ts";

const skip = withoutSynapse || (mosquittoPath === undefined && "Mosquitto is not installed: apt-get install mosquitto");
const announced = "zigbee2mqtt/bridge/devices";
const ids = ["bad_thermostat", "bulb", "hall_front_door", "kitchen_plug", "remote"];

/** What a member's own client reads of an agent in its room for programs. */
function eyes({ client }: PlainClient, agent: string, room: RoomId) {
  const key = (thing: string) => `${agent.slice(1)}/${thing}`;
  const state = (type: string, thing: string) =>
    client.getRoom(room)?.currentState.getStateEvents(`dev.roomwire.${type}`, key(thing))?.getContent();
  const events = () => client.getRoom(room)?.getLiveTimeline().getEvents() ?? [];
  return {
    description: (thing: string) => state("thing", thing),
    values: (thing: string) => state("state", thing)?.properties,
    /** How often the room was told what the Thing is. */
    told: (thing: string) => events().filter((event) => wireKey(event) === key(thing)).length,
    /** Readings of a property that came in telemetry and could be decrypted. */
    readings: (thing: string, name: string) =>
      events()
        .filter((event) => event.getType() === "dev.roomwire.telemetry")
        .flatMap((event) => {
          const read = decodeColumns(event.getContent());
          return read.ok ? read.readings : [];
        })
        .filter((reading) => reading.thing === thing && reading.name === name)
        .map(({ value }) => (isDecimal(value) ? formatDecimal(value) : value)),
  };

  function wireKey(event: ReturnType<typeof events>[number]): string | undefined {
    const [type, ...rest] = (event.event.state_key ?? "").split(":");
    return type === "dev.roomwire.thing" ? rest.join(":") : undefined;
  }
}

describe("devices that a broker announces", { skip, timeout: 110_000 }, () => {
  test("are Things in the encrypted room, the same after a restart, and gone once they are forgotten", async () => {
    using home = temporaryDirectory();
    await using mosquitto = await startMosquitto();
    await using farSide = await mqttFarSide(mosquitto.url, "none");
    for (const [topic, payload] of heardTree("zigbee2mqtt")) await farSide.publish(topic, payload, true);
    const [box, ana] = await createUsers(synapseUrl, "agent", "ana");
    await using person = await openPlainClient(synapseUrl, ana);
    const settings = {
      operators: [{ user: ana.id, master_key: await person.masterKey(), may: ["read"] }],
      connections: { broker: { type: "mqtt", url: mosquitto.url, adopt: ["zigbee2mqtt"] } },
      things: {},
      more: { telemetry: { every: "1s" } },
    };
    // Synapse has no limits here; the agent need not learn that.
    const start = () => startPeopleAgent(home.path, box, settings, { msPerEvent: 10, burst: 1_000 });
    let room: RoomId;
    let dataRoom: RoomId;
    let file: string;
    {
      await using agent = start();
      room = await joinRoomOf(agent, person);
      dataRoom = String((await agent.logged(/^ready$/)).data_room) as RoomId;
      await person.client.joinRoom(dataRoom);
      file = agent.config;
      const { description, values, readings } = eyes(person, box.id, dataRoom);
      await until("each is described", () => ids.every((id) => description(id) !== undefined));
      assert.deepEqual(
        ids.map((id) => description(id)?.title),
        ["Bad Thermostat", "Bulb", "hall/front door", "Kitchen plug", "Remote"],
      );
      assert.equal(description("kitchen_plug")?.properties.power.unit, "W");
      assert.deepEqual(description("kitchen_plug")?.actions, {});
      await until("its number is decrypted", () => readings("kitchen_plug", "power").includes("88.000"));
      await until("it stands in state", () => values("kitchen_plug")?.power?.value === "88.000");
      // No number, so it is recorded at once.
      await farSide.publish("zigbee2mqtt/Kitchen plug", '{"state":"OFF","power":12.5}');
      await until("it is switched off", () => readings("kitchen_plug", "state").includes(false));
      assert.match(await say(person, room, "!things"), /^kitchen_plug\/power .*$/m);
      assert.match(await say(person, room, "!kitchen plug"), /12\.5/);
    }
    await farSide.publish("zigbee2mqtt/Bulb", '{"state":"OFF","brightness":12}', true);
    // What is announced comes back, however often it is forgotten.
    const devices = JSON.parse(heardTree("zigbee2mqtt").get(announced) ?? "[]") as { friendly_name: string }[];
    const others = devices.filter(({ friendly_name: name }) => name !== "Kitchen plug");
    assert.equal(others.length, devices.length - 1);
    await farSide.publish(announced, JSON.stringify(others), true);
    await using agent = start();
    await agent.logged(/^ready$/);
    const { description, values, told, readings } = eyes(person, box.id, dataRoom);
    // The broker holds that it is on, as in the first life.
    const timesOff = () => readings("kitchen_plug", "state").filter((state) => state === false).length;
    const before = timesOff();
    await farSide.publish("zigbee2mqtt/Kitchen plug", '{"state":"OFF","power":13.5}');
    await until("it is read again", () => timesOff() > before);
    assert.match(await say(person, room, "!kitchen plug"), /13\.5/);
    await until("what changed meanwhile stands in state", () => values("bulb")?.state?.value === false);

    const quiet = openLog({ level: "error", pretty: true, write: (line) => void process.stderr.write(line) });
    assert.equal(await forget(["kitchen_plug"], { config: file, json: false }, quiet, () => undefined), 0);
    await until("it is gone from state", () => description("kitchen_plug")?.gone === true);
    assert.deepEqual(description("kitchen_plug")?.properties, {});
    assert.deepEqual(values("kitchen_plug"), {});
    assert.deepEqual(
      ids.map((id) => told(id)),
      [1, 1, 1, 2, 1],
      "each was announced once, also over a restart and a reload",
    );
    assert.doesNotMatch(await say(person, room, "!things"), /kitchen_plug/);
    assert.doesNotMatch(await say(person, room, "!kitchen plug"), /13\.5/);
  });
});
