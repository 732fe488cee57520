import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { openPseudoTerminal } from "../../src/machine/pseudo-terminal.ts";
import { serveSimulatedHardware } from "../../src/machine/serve-simulated-hardware.ts";
import { simulatedHardware } from "../../src/machine/simulated-hardware.ts";
import { startRoomwire, writeConfiguration } from "../agent/agent-process.ts";
import { aedesBroker } from "../drivers/rigs/aedes-rig.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";

const onOff = { type: "boolean", limits: { hold: "forever" } };

describe("try", { timeout: 60_000 }, () => {
  test("tells what comes over every bus, opens no output, writes nothing and keeps nothing", async () => {
    using directory = temporaryDirectory();
    await using mqtt = await aedesBroker();
    using line = await openPseudoTerminal();
    const written: string[] = [];
    line.onData((bytes) => written.push(Buffer.from(bytes).toString()));
    mqtt.broker.on("publish", ({ topic }) => topic.startsWith("$SYS") || written.push(topic));
    const socket = join(directory.path, "lines");
    const hardware = simulatedHardware({ now: () => 0 });
    await using _server = await serveSimulatedHardware(hardware, socket);
    const config = writeConfiguration(directory.path, {
      homeserver: "http://127.0.0.1:1",
      user: "@agent:localhost",
      connections: {
        trial: { type: "simulated", socket },
        meter: { type: "serial", path: line.path, baud_rate: 9600 },
        broker: { type: "mqtt", url: mqtt.url, client_id: "the-agent" },
      },
      things: {
        pump: {
          connection: "trial",
          properties: { on: { ...onOff, from: { line: "pump" }, to: { line: "pump", safe_value: false } } },
          actions: { kick: { to: { line: "kick", pulse: "1s", safe_value: false } } },
        },
        hut: {
          properties: {
            level: { type: "number", from: { connection: "meter", match: "L=(?<l>\\d+)", group: "l" } },
            other: { type: "number", from: { connection: "meter", match: "M=(?<m>\\d+)", group: "m" } },
            lamp: {
              ...onOff,
              from: { connection: "broker", topic: "lamp" },
              to: { connection: "broker", topic: "lamp/set", safe_value: false },
            },
          },
        },
      },
    });
    await hardware.write("pump", "1");
    const before = hardware.edges().length;
    await using child = startRoomwire(["try", "--config", config]);
    const said = (text: string) => until(`it says ${text}: ${child.text()}`, () => child.text().includes(text));
    await said("listening to pump/on, hut/level, hut/other, hut/lamp");
    await said('pump/on  "1" → on  ok, recorded');
    await until("the line is read", () => {
      line.write("L=42\r\n");
      return child.text().includes('hut/level  "42" → 42  ok, recorded');
    });
    const message = { cmd: "publish", topic: "lamp", payload: "false", qos: 0, retain: false, dup: false } as const;
    await until("the broker is heard", () => {
      mqtt.broker.publish(message, () => undefined);
      return child.text().includes('hut/lamp  "false" → off  ok, recorded');
    });
    assert.ok(!child.text().includes("hut/other  "), "a line for another property is no fault of this one");
    assert.ok(!Object.keys((mqtt.broker as unknown as { clients: object }).clients).includes("the-agent"));
    const { code } = await child.stop();
    assert.equal(code, 0);
    assert.deepEqual([hardware.edges().length, written.filter((what) => what !== "lamp")], [before, []]);
    assert.ok(!existsSync(join(directory.path, "state")));
  });

  test("of one property it tells that one, as JSON, and what is not there is named", async () => {
    using directory = temporaryDirectory();
    const config = writeConfiguration(directory.path, { homeserver: "http://127.0.0.1:1", user: "@agent:localhost" });
    await using child = startRoomwire(["try", "box/temperature", "--json", "--config", config]);
    await until("three readings are told", () => child.text().split("\n").length > 3);
    await child.stop();
    const told = child.text().trim().split("\n");
    for (const line of told) assert.equal(JSON.parse(line).name, "temperature");
    await using wrong = startRoomwire(["try", "box/temprature", "--config", config]);
    assert.equal(await wrong.ended, 2);
    assert.match(wrong.lines[0]?.message ?? "", /^There is no box\/temprature; did you mean "box\/temperature"\?/);
  });

  test("what is only written has nothing to try", async () => {
    using directory = temporaryDirectory();
    const things = {
      box: { connection: "trial", properties: { on: { ...onOff, to: { line: "a", safe_value: false } } } },
    };
    const settings = { homeserver: "http://127.0.0.1:1", user: "@agent:localhost", things };
    const config = writeConfiguration(directory.path, settings);
    await using child = startRoomwire(["try", "box/on", "--config", config]);
    assert.equal(await child.ended, 2);
    assert.match(child.lines[0]?.message ?? "", /^box\/on is only written; there is nothing to read\./);
    await using all = startRoomwire(["try", "--config", config]);
    assert.equal(await all.ended, 2);
    assert.match(all.text(), /No property has a `from`; there is nothing to read\./);
    await using other = startRoomwire(["try", "fridge", "--config", config]);
    assert.equal(await other.ended, 2);
    assert.match(other.lines[0]?.message ?? "", /^There is no fridge; known here: box\. /);
  });
});
