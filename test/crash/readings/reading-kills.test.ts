import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { mosquittoPath } from "../../drivers/rigs/mosquitto-rig.ts";
import { withoutSynapse } from "../../homeserver/matrix-user.ts";
import { playReadingKills } from "./play-reading-kills.ts";
import { sayServing } from "./say-serving.ts";

const skip = withoutSynapse || (mosquittoPath === undefined && "Mosquitto is not installed: apt-get install mosquitto");

describe("kill -9 while readings flow in over MQTT", { skip, timeout: 400_000 }, () => {
  test("thirty times, some without a homeserver: none is lost, none comes twice, all are in order", async (t) => {
    const begin = performance.now();
    const { published, events, serving, faults } = await playReadingKills({ kills: 30, seed: 1 });
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    t.diagnostic(`30 kills in ${seconds} s, ${published} readings published, received in ${events} events`);
    t.diagnostic(sayServing(serving));
    assert.deepEqual(faults, []);
  });
});
