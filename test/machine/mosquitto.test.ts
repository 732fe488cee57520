import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { openMqttBroker } from "../../src/machine/mqtt-broker.ts";
import { mosquittoPath, startMosquitto } from "../drivers/rigs/mosquitto-rig.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { until } from "../fakes/until.ts";

const skip = mosquittoPath === undefined ? "Mosquitto is not installed: apt-get install mosquitto" : false;

test("Mosquitto lets in who has the password and refuses who has not", { skip }, async () => {
  await using mosquitto = await startMosquitto((folder) => {
    const file = join(folder, "passwords");
    writeFileSync(file, "ana:right\n");
    // Mosquitto gives up its rights before it reads the file.
    chmodSync(folder, 0o755);
    execFileSync(join(dirname(mosquittoPath ?? ""), "..", "bin", "mosquitto_passwd"), ["-U", file]);
    chmodSync(file, 0o644);
    return ["persistence false", "allow_anonymous false", `password_file ${file}`];
  });
  const told: string[] = [];
  const events = { up: () => told.push("up"), down: (_reason: string, fault = "") => told.push(fault) };
  const clock = new HandClock();
  await using bad = openMqttBroker({ url: mosquitto.url, username: "ana", password: "wrong" }, events, clock);
  await until("it is refused", () => told.length === 1);
  await using good = openMqttBroker({ url: mosquitto.url, username: "ana", password: "right" }, events, clock);
  await until("it is up", () => good.isUp);
  assert.deepEqual(told, ["connection-refused", "up"]);
  assert.equal(bad.isUp, false);
});
