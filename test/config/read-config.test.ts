import assert from "node:assert/strict";
import { test } from "node:test";
import { decimalOf } from "../../src/core/decimal.ts";
import { good, lines, problemsOf, property, readBody, readText } from "./read-text.ts";

const whole = `matrix:
  homeserver: https://matrix.example.org/
  user: "@greenhouse:example.org"
  password_file: secrets/password
  ca_file: $CREDENTIALS_DIRECTORY/ca.pem
  room: "!AbCdEf"
  data_room: "#data:example.org"
clock: trusted
language: de
state_directory: state
storage: { durability: 500ms }
telemetry: { every: 2m }
operators:
  - { user: "@ana:example.org", master_key: ${"A".repeat(43)}, may: [read, write], things: [greenhouse] }
readers: ["@office:example.org"]
connections:
  bus: { type: wire, port: 7, key_file: bus.key, socket: ./hw.sock }
defaults: { report: { at_least_every: 1h }, stale: 2h }
things:
  greenhouse:
    title: Greenhouse
    aliases: [gh]
    connection: bus
    from: { line: a }
    available: { line: up, values: { true: online, false: offline } }
    properties:
      temperature:
        type: number
        unit: Cel
        minimum: -40
        maximum: 85.50
        from: { scale: 0.10, offset: -3, low: 18.50 }
        report: { change: 0.25 }
      pump:
        type: boolean
        labels: { true: runs, false: rests }
        from: { line: b, values: { true: ["ON", 1], false: "OFF" } }
        to: { line: c, values: { true: "ON", false: "OFF" }, safe_value: false }
        limits: { max_on: 30m }
        read_back: { within: 5s }
    actions:
      rest: { write: { pump: false } }
`;

test("a whole configuration comes out checked, complete, exact and frozen", () => {
  const configuration = good(readText(whole));
  assert.equal(configuration.file, "/etc/rw/roomwire.yaml");
  assert.deepEqual(configuration.matrix, {
    homeserver: "https://matrix.example.org",
    user: "@greenhouse:example.org",
    passwordFile: "/etc/rw/secrets/password",
    room: "!AbCdEf",
    dataRoom: "#data:example.org",
    encryption: "required",
    audience: "room",
    state: "auto",
    deviceName: "Roomwire",
    caFile: "/run/credentials/ca.pem",
  });
  assert.equal(configuration.clock, "trusted");
  assert.equal(configuration.stateDirectory, "/etc/rw/state");
  assert.equal(configuration.storage.durability, 500);
  assert.equal(configuration.telemetryEvery, 120_000);
  assert.deepEqual(configuration.operators, [
    {
      user: "@ana:example.org",
      masterKey: "A".repeat(43),
      trust: undefined,
      may: ["read", "write"],
      things: ["greenhouse"],
      until: undefined,
    },
  ]);
  assert.deepEqual(configuration.readers, ["@office:example.org"]);
  assert.deepEqual(configuration.connections, [
    { name: "bus", type: "wire", settings: { port: 7, key_file: "/etc/rw/bus.key", socket: "/etc/rw/hw.sock" } },
  ]);
  assert.ok(Object.isFrozen(configuration.things[0]?.properties[0]?.from?.settings));
});

test("a Thing's connection and from stand under those of its properties", () => {
  const [thing] = good(readText(whole)).things;
  const [temperature, pump] = thing?.properties ?? [];
  assert.deepEqual(temperature?.from, {
    connection: "bus",
    as: "value",
    settings: { line: "a", low: "18.50" },
    conversion: { scale: { coefficient: 10n, scale: 2 }, offset: decimalOf(-3) },
  });
  assert.deepEqual(temperature?.maximum, { coefficient: 8550n, scale: 2 });
  assert.equal(temperature?.decimals, 2);
  assert.equal(temperature?.hasDecimals, true, "by its change");
  assert.equal(temperature?.title, "Temperature");
  assert.equal(temperature?.stale, 7_200_000);
  assert.deepEqual(temperature?.report, {
    change: { coefficient: 25n, scale: 2 },
    atMostEvery: 10_000,
    atLeastEvery: 3_600_000,
  });
  assert.deepEqual(pump?.from?.conversion.values, [
    { value: true, wires: ["ON", decimalOf(1)] },
    { value: false, wires: ["OFF"] },
  ]);
  assert.equal(pump?.to?.safeValue, false);
  assert.equal(pump?.limits.maxOn, 1_800_000);
  assert.deepEqual(pump?.readBack, { within: 5000, tolerance: undefined });
  assert.deepEqual(pump?.labels, [
    { value: true, label: "runs" },
    { value: false, label: "rests" },
  ]);
  assert.deepEqual(thing?.actions[0]?.work, { kind: "write", writes: [{ property: "pump", value: false }] });
  assert.equal(thing?.actions[0]?.idempotent, true);
  assert.equal(thing?.available?.settings.line, "up");
});

test("what is left out gets the defaults", () => {
  const configuration = good(readText('matrix: { homeserver: "https://hs", user: "@a:hs" }\n'));
  assert.equal(configuration.stateDirectory, "/var/lib/roomwire");
  assert.equal(configuration.storage.durability, 1000);
  assert.equal(configuration.telemetryEvery, undefined);
  assert.equal(configuration.clock, "auto");
  const read = good(readBody(property("type: string, from: { line: a }"))).things[0]?.properties[0];
  assert.deepEqual(read?.report, { change: undefined, atMostEvery: 0, atLeastEvery: 600_000 });
  assert.equal(read?.ask, "auto");
  assert.equal(read?.stale, undefined);
});

test("JSON is read as well", () => {
  const json = JSON.stringify({ matrix: { homeserver: "https://hs", user: "@a:hs" }, clock: "trusted" });
  assert.equal(good(readText(json)).clock, "trusted");
});

test("a problem names file, line, column, key and the nearest known key", () => {
  const read = readText(
    'matrix: { homeserver: "https://hs", user: "@a:hs" }\nthings:\n  hut:\n    properties:\n      door:\n        type: boolean\n        form: { line: a }\n',
  );
  assert.ok(!read.ok);
  assert.ok(
    lines(read.problems).includes(
      'roomwire.yaml:7:9  things.hut.properties.door.form: unknown key; did you mean "from"?',
    ),
  );
});

test("every problem of a file is told at once, in the order of the file", () => {
  const read = readText(`matrix: { homeserver: hs, user: agent }
clok: auto
connections: { a: { type: wyre }, b: { type: wire, prt: 1 } }
things:
  x: { properties: { p: { type: number, minimum: 3, maximum: 1, from: { connection: c } } } }
`);
  assert.ok(!read.ok);
  assert.deepEqual(
    read.problems.map(({ path }) => path),
    [
      "matrix.homeserver",
      "matrix.user",
      "clok",
      "connections.a.type",
      "connections.b.port",
      "connections.b.prt",
      "things.x.properties.p.minimum",
      "things.x.properties.p.from.connection",
    ],
  );
});

test("a file that cannot be read, is empty or far too large is one problem", () => {
  const failing = readText("");
  assert.deepEqual(problemsOf(failing), [": the file is empty"]);
  assert.deepEqual(problemsOf(readText("a".repeat(600_000))), [": the file is larger than 512 KiB"]);
});

test("credentials that are not there now are a warning", () => {
  const read = readText(whole, {}, "");
  assert.ok(read.ok);
  const yaml = 'matrix: { homeserver: "https://hs", user: "@a:hs", password_file: $CREDENTIALS_DIRECTORY/p }\n';
  const outside = readText(yaml, {}, undefined);
  assert.ok(outside.ok);
});
