import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { connect, connectAsync } from "mqtt";
import type { MqttSettings } from "../../src/core/mqtt-broker.ts";
import { openMqttBroker } from "../../src/machine/mqtt-broker.ts";
import { type Mosquitto, mosquittoPath, startMosquitto } from "../drivers/rigs/mosquitto-rig.ts";
import { type Certificates, canMakeCertificates, makeCertificates } from "../fakes/certificates.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { SomeMemory } from "../fakes/some-memory.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
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

/** A Mosquitto that lets in only who has a certificate of its authority, and takes the name out of it. */
function startWithCertificates(made: Certificates, folder: string): Promise<Mosquitto> {
  return startMosquitto(() => {
    // Mosquitto gives up its rights before it reads the key.
    chmodSync(folder, 0o755);
    chmodSync(made.server.key, 0o644);
    return [
      `cafile ${made.ca}`,
      `certfile ${made.server.cert}`,
      `keyfile ${made.server.key}`,
      "require_certificate true",
      "use_identity_as_username true",
      "persistence false",
    ];
  });
}

const withoutOpenssl = canMakeCertificates ? false : "openssl is not installed: apt-get install openssl";

test("over TLS the broker must be of the authority, and the agent too", { skip: skip || withoutOpenssl }, async () => {
  using folder = temporaryDirectory();
  using elsewhere = temporaryDirectory();
  const made = makeCertificates(folder.path, "roomwire");
  const foreign = makeCertificates(elsewhere.path, "roomwire");
  await using mosquitto = await startWithCertificates(made, folder.path);
  const url = mosquitto.url.replace("mqtt:", "mqtts:");
  const text = (file: string): string => readFileSync(file, "utf8");
  const ours = { cert: text(made.client.cert), key: text(made.client.key) };
  const theirs = { cert: text(foreign.client.cert), key: text(foreign.client.key) };
  const tries: readonly [MqttSettings, string][] = [
    [{ url, ca: text(made.ca), certificate: ours }, "up"],
    [{ url, ca: text(made.ca) }, "refuses the agent's certificate"],
    [{ url, ca: text(made.ca), certificate: theirs }, "refuses the agent's certificate"],
    [{ url, ca: text(foreign.ca), certificate: ours }, "not trusted"],
    [{ url, certificate: ours }, "not trusted"],
  ];
  for (const [settings, expected] of tries) {
    const told: string[] = [];
    const down = (reason: string) =>
      told.push(/not trusted|refuses the agent's certificate/.exec(reason)?.[0] ?? reason);
    await using _ = openMqttBroker(settings, { up: () => told.push("up"), down }, new HandClock());
    await until("the broker's word is here", () => told.length > 0);
    assert.deepEqual(told, [expected]);
  }
});

/** A device that was there, is away for a moment, and comes back to what the broker held for it. */
async function heardAfterAbsence(url: string, send: () => Promise<void>): Promise<readonly string[]> {
  const session = {
    protocolVersion: 5,
    clientId: "device",
    clean: false,
    properties: { sessionExpiryInterval: 600 },
  } as const;
  const before = await connectAsync(url, session);
  await before.subscribeAsync(["relay", "last"], { qos: 1 });
  await before.endAsync();
  await send();
  const heard: string[] = [];
  // Messages come before whoever waits for the connection can listen.
  const after = connect(url, { ...session, manualConnect: true });
  after.on("message", (_topic, payload) => void heard.push(payload.toString()));
  after.connect();
  await until("the last one came", () => heard.includes("last"));
  await after.endAsync();
  return heard.slice(0, -1);
}

test("a device that comes back late gets no old command, with MQTT 5; without an expiry it gets it", {
  skip,
}, async () => {
  await using mosquitto = await startMosquitto();
  const versions = [
    ["5", ["OFF"]],
    ["3.1.1", ["ON", "OFF"]],
  ] as const;
  for (const [version, expected] of versions) {
    const settings = { url: mosquitto.url, version };
    await using broker = openMqttBroker(settings, { up: () => {}, down: () => {} }, new HandClock());
    await until("it is up", () => broker.isUp);
    const { signal } = new AbortController();
    const heard = await heardAfterAbsence(mosquitto.url, async () => {
      const begin = performance.now();
      await broker.publish("relay", "ON", signal, 1);
      await broker.publish("relay", "OFF", signal);
      // Mosquitto counts in whole seconds of its own clock.
      await until("the second is over", () => performance.now() - begin > 2100);
      await broker.publish("last", "last", signal);
    });
    assert.deepEqual(heard, expected, version);
  }
});

test("a session ends when the agent was away for longer than it asked for", { skip }, async () => {
  await using mosquitto = await startMosquitto();
  const memory = new SomeMemory();
  const none = { up: () => {}, down: () => {} };
  async function keptAfter(ms: number): Promise<boolean> {
    const session = { clientId: memory.id, memory, expiry: 1 };
    const first = openMqttBroker({ url: mosquitto.url, session }, none, new HandClock());
    await until("it is up", () => first.isUp);
    await first[Symbol.asyncDispose]();
    const begin = performance.now();
    await until("the time is over", () => performance.now() - begin >= ms);
    const client = connect(mosquitto.url, {
      protocolVersion: 5,
      clientId: memory.id,
      clean: false,
      manualConnect: true,
    });
    const { promise, resolve } = Promise.withResolvers<boolean>();
    client.on("connect", ({ sessionPresent }) => resolve(sessionPresent));
    client.connect();
    const isKept = await promise;
    await client.endAsync(true);
    return isKept;
  }
  assert.equal(await keptAfter(0), true);
  assert.equal(await keptAfter(2500), false);
});
