import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { mosquittoPath, startMosquitto } from "../drivers/rigs/mosquitto-rig.ts";
import { mqttFarSide } from "../drivers/rigs/mqtt-far-side.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { startRoomwire, writeConfiguration } from "./agent-process.ts";

const skip = mosquittoPath === undefined && "Mosquitto is not installed: apt-get install mosquitto";

const lamp = {
  type: "boolean",
  from: { topic: "lamp/state" },
  to: { topic: "lamp/set", safe_value: false },
  limits: { max_on: "10m" },
};

describe("beside an agent that runs", { skip, timeout: 60_000 }, () => {
  test("roomwire safe and doctor throw it out of no broker, with and without a client_id", async () => {
    for (const own of [{}, { client_id: "greenhouse" }]) {
      using directory = temporaryDirectory();
      await using mosquitto = await startMosquitto();
      await using farSide = await mqttFarSide(mosquitto.url, "lamp/set");
      const file = writeConfiguration(directory.path, {
        homeserver: "http://127.0.0.1:1",
        user: "@agent:localhost",
        password: "a password",
        connections: { broker: { type: "mqtt", url: mosquitto.url, ...own } },
        things: { box: { connection: "broker", properties: { lamp } } },
      });
      await using agent = startRoomwire(["run", "--config", file]);
      await agent.said(/hardware is open/);
      await until("it made the lamp safe", () => farSide.received.length > 0);
      const before = farSide.received.length;
      await using safe = startRoomwire(["safe", "--config", file]);
      assert.equal(await safe.ended, 0, safe.text());
      assert.ok(farSide.received.length > before);
      await using doctor = startRoomwire(["doctor", "--config", file]);
      await doctor.ended;
      assert.match(doctor.text(), /broker: the broker at .* takes the login/);
      await farSide.publish("lamp/state", "no lamp");
      await agent.said(/box\/lamp/);
      assert.deepEqual(agent.complaints(/broker/), []);
    }
  });
});
