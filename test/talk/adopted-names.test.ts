import assert from "node:assert/strict";
import { test } from "node:test";
import { prepareFindTarget } from "../../src/talk/find-target.ts";
import { configurationOf } from "../fakes/configuration-of.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

test("a device that calls itself as a command does not take what is said to the owner's Things, and is found by its path", () => {
  using directory = temporaryDirectory();
  const property = { type: "boolean", from: { line: "x" } };
  const { things } = configurationOf(directory.path, {
    matrix: { homeserver: "https://hs", user: "@a:hs" },
    connections: { trial: { type: "simulated" } },
    things: {
      greenhouse: { connection: "trial", properties: { pump: property } },
      sly: { title: "Pump off", connection: "trial", properties: { pump: property, mist: property } },
    },
  });
  const find = prepareFindTarget(things.map((thing) => (thing.id === "sly" ? { ...thing, isAdopted: true } : thing)));
  const found = (text: string) => {
    const { kind, ...rest } = find(text.split(" "));
    return kind === "one" && "target" in rest && rest.target.kind === "property"
      ? [rest.target.property.path, ...rest.rest]
      : kind;
  };
  assert.deepEqual(found("pump off"), ["greenhouse/pump", "off"]);
  assert.deepEqual(found("sly/pump"), ["sly/pump"]);
  assert.deepEqual(found("mist"), ["sly/mist"]);
});
