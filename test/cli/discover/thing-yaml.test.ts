import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "yaml";
import { thingYaml } from "../../../src/cli/discover/thing-yaml.ts";

test("any text and any id is read again as it was", () => {
  const texts = [
    "on",
    "Null",
    "10s",
    "10",
    "a b",
    "a: b",
    "# a",
    "zigbee2mqtt/a b",
    "/state",
    "\u2028\u0085",
    '"',
    "\\",
    "- a",
    "°C",
    "1e5",
  ];
  const properties = Object.fromEntries(
    ["null", "true", "y", "power"].map((id) => [
      id,
      { type: "string", enum: texts, from: { values: { true: [true, "True"], false: 0 } } },
    ]),
  );
  const text = thingYaml("null", { title: "on", properties }, ["one\ntwo", "three\rfour"]);
  assert.deepEqual(parse(text), { things: { null: { title: "on", properties } } });
  assert.match(text, /^# one \/ two\n# threefour\nthings:\n/);
});
