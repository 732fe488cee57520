import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { Findings, formatProblem } from "../src/config/problem.ts";
import { readConfig } from "../src/config/read-config.ts";
import { type Profile, readProfile } from "../src/config/read-profile.ts";
import { readValue } from "../src/config/read-value.ts";
import { toValue } from "../src/core/convert.ts";
import type { Thing } from "../src/core/thing.ts";
import { driverTable } from "../src/drivers/driver-table.ts";
import { compileExtract } from "../src/drivers/extract.ts";
import { packageFiles } from "../src/machine/package-files.ts";

const files = packageFiles();

function load(name: string): Profile {
  const findings = new Findings();
  const found = files.readProfile(name);
  assert.ok(found);
  const profile = readProfile(name, found.file, found.text, findings);
  assert.deepEqual(findings.problems.map(formatProblem), []);
  assert.ok(profile);
  return profile;
}

/** A Thing made of nothing but the profile, on a connection of a type on which it has no problem. */
function thingOf(profile: Profile): Thing {
  const parameters = profile.parameters.map(
    ({ name, default: fallback }) => `${name}: ${fallback ?? "tasmota_switch"}`,
  );
  const connections = ['type: mqtt, url: "mqtt://localhost"', "type: serial, path: /dev/ttyS0, baud_rate: 9600"];
  const reads = connections.map((connection) =>
    readConfig({
      file: "roomwire.yaml",
      readFile: () => `matrix: { homeserver: "https://hs", user: "@a:hs" }
connections: { bus: { ${connection} } }
things: { it: { profile: ${profile.name}, with: { ${parameters.join(", ")} }, connection: bus } }
`,
      profiles: { names: files.profileNames, read: files.readProfile },
      resolvePath: resolve,
      credentialsDirectory: undefined,
      drivers: driverTable,
    }),
  );
  const fitting = reads.find((read) => read.ok);
  const thing = fitting?.configuration.things[0];
  assert.ok(thing, reads.flatMap((read) => (read.ok ? [] : read.problems.map(formatProblem))).join("\n"));
  return thing;
}

test("there are profiles of a relay, a contact, a line sensor and a climate sensor", () => {
  assert.deepEqual(files.profileNames(), [
    "tasmota/relay",
    "vaisala/humidity",
    "zigbee2mqtt/climate",
    "zigbee2mqtt/contact",
  ]);
});

for (const name of files.profileNames()) {
  test(`${name} decodes every sample of its source`, () => {
    const profile = load(name);
    const thing = thingOf(profile);
    const decoded = new Set<string>();
    for (const sample of profile.samples) {
      for (const { property: wanted, value: expected } of sample.expect) {
        const property = thing.properties.find((candidate) => candidate.name === wanted);
        assert.ok(property?.from, wanted);
        if (sample.topic !== undefined) assert.equal(property.from.settings.topic, sample.topic);
        const extracted = compileExtract(property.from.settings)(sample.payload);
        assert.ok(extracted.kind === "value", `${wanted}: ${extracted.kind === "nothing" ? extracted.detail : ""}`);
        const converted = toValue(property, property.from.conversion, extracted.wire);
        const findings = new Findings();
        assert.deepEqual(converted, { ok: true, value: readValue(property, expected, findings) });
        assert.deepEqual(findings.problems, []);
        decoded.add(wanted);
      }
    }
    assert.deepEqual([...decoded].sort(), thing.properties.map((property) => property.name).sort());
  });

  test(`${name} uses every parameter that it asks for`, () => {
    const profile = load(name);
    const text = files.readProfile(name)?.text ?? "";
    for (const { name: parameter, description } of profile.parameters) {
      assert.ok(text.includes(`{${parameter}}`), parameter);
      assert.ok(description.length > 0);
    }
  });
}

test("a profile's name cannot lead out of its folder", () => {
  assert.equal(files.readProfile("../package"), undefined);
  assert.equal(files.readProfile("../../etc/passwd"), undefined);
});
