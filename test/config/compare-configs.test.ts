import assert from "node:assert/strict";
import { test } from "node:test";
import { type ConfigDifference, compareConfigs } from "../../src/config/compare-configs.ts";
import { good, readText } from "./read-text.ts";

const text = `
matrix: { homeserver: "https://hs", user: "@agent:hs", room: "!room" }
operators:
  - { user: "@ana:hs", may: [read, write] }
connections:
  bus: { type: wire, port: 1 }
  other: { type: wire, port: 2 }
things:
  box:
    properties:
      pump:
        type: boolean
        title: Pump
        to: { connection: bus, line: pump, safe_value: false }
        limits: { max_on: 30m }
      fan: { type: boolean, to: { connection: other, line: fan, safe_value: false }, limits: { max_on: 1h } }
      level: { type: number, from: { connection: bus, line: level }, report: { change: 1 } }
    actions:
      rest: { write: { pump: false } }
`;

function compare(...edits: readonly (readonly [from: string, to: string])[]): ConfigDifference {
  const after = edits.reduce((edited, [from, to]) => {
    assert.ok(edited.includes(from), from);
    return edited.replace(from, to);
  }, text);
  return compareConfigs(good(readText(text)), good(readText(after)));
}

const safe = ({ changedOutputs }: ConfigDifference) => changedOutputs.map(({ path }) => path);

test("the same configuration differs in nothing, however it is written", () => {
  const same = compare(["port: 1 }", "port:   1 }   # the cellar"]);
  assert.deepEqual(same, { lines: [], restart: [], changedOutputs: [] });
});

test("each change is one line that names its keys", () => {
  const { lines } = compare(
    ["may: [read, write]", "may: [read]"],
    ["report: { change: 1 }", "report: { change: 2 }, title: Height"],
    ["rest: { write: { pump: false } }", "pause: { write: { pump: false } }"],
    ["  box:\n", "  shed: { properties: {} }\n  box:\n    title: The box\n"],
    ["\nthings:", "\ntelemetry: { every: 1m }\nthings:"],
  );
  assert.deepEqual(lines, [
    "~ telemetry.every",
    "~ operators.@ana:hs: may",
    "+ things.shed",
    "~ things.box: title",
    "~ things.box.properties.level: title, report",
    "- things.box.actions.rest",
    "+ things.box.actions.pause",
  ]);
});

test("only a restart changes the account, the rooms and the state directory", () => {
  const { restart } = compare(
    ['room: "!room"', 'room: "!other"'],
    ["operators:", "state_directory: /x\nclock: trusted\noperators:"],
  );
  assert.deepEqual(restart, ["matrix.room", "clock", "state_directory"]);
});

test("an output goes safe when it is gone, driven otherwise or limited otherwise, or its connection changed", () => {
  assert.deepEqual(safe(compare(["      pump:\n", "      engine:\n"], ["{ pump: false }", "{ engine: false }"])), [
    "box/pump",
  ]);
  assert.deepEqual(safe(compare(["line: pump", "line: elsewhere"])), ["box/pump"]);
  assert.deepEqual(safe(compare(["max_on: 30m", "max_on: 10m"])), ["box/pump"]);
  assert.deepEqual(safe(compare(["port: 2", "port: 3"])), ["box/fan"]);
});

test("another `adopt` of a connection is told and leaves its outputs untouched", () => {
  const before = good(readText(text));
  const connections = before.connections.map((connection) => {
    return { ...connection, settings: { ...connection.settings, adopt: ["tasmota"] } };
  });
  const changed = compareConfigs(before, { ...before, connections });
  assert.deepEqual([changed.lines, safe(changed)], [["~ connections.bus: adopt", "~ connections.other: adopt"], []]);
});

test("another title, label or report leaves an output untouched", () => {
  assert.deepEqual(
    safe(compare(["title: Pump", "title: Main pump\n        critical: true\n        labels: { true: runs }"])),
    [],
  );
});
