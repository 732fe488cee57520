import assert from "node:assert/strict";
import { test } from "node:test";
import { DraftKeys, freeId } from "../../src/discovery/draft-keys.ts";

test("any text becomes an id", () => {
  const ids = {
    "Küche 2": "kuche_2",
    "front/door": "front_door",
    "0x00158d0001": "n_0x00158d0001",
    ApparentPower: "apparent_power",
    "": "n",
    "🙂": "n",
    status: "status_value",
    All: "all_value",
    ["x".repeat(50)]: "x".repeat(32),
  };
  for (const [text, id] of Object.entries(ids)) assert.equal(freeId(text, new Set()), id);
});

test("names that people could not tell apart are numbered, and a title stands only where it says more", () => {
  const keys = new DraftKeys();
  const names = ["Power", "power", "po_wer", "Außen", "x".repeat(40), "x".repeat(41)].map((name) =>
    keys.property(name, {}),
  );
  const long = "x".repeat(32);
  assert.deepEqual(names, ["power", "power_2", "po_wer_3", "aussen", long, `${"x".repeat(30)}_2`]);
  const { properties } = keys.keys();
  assert.deepEqual(properties.power, {});
  assert.deepEqual(properties.aussen, { title: "Außen" });
});

test("of more than 200 properties the rest is told", () => {
  const keys = new DraftKeys();
  for (let count = 0; count < 202; count += 1) keys.property(`p${count}`, {});
  assert.equal(Object.keys(keys.keys().properties).length, 200);
  assert.deepEqual(
    keys.unmapped.map(({ what }) => what),
    ["p200", "p201"],
  );
});
