import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import type { Configuration, ConnectionSettings } from "../src/config/configuration.ts";
import { Findings, formatProblem } from "../src/config/problem.ts";
import { readConfig } from "../src/config/read-config.ts";
import { type Profile, type ProfileSample, readProfile } from "../src/config/read-profile.ts";
import { readValue } from "../src/config/read-value.ts";
import { toValue } from "../src/core/convert.ts";
import type { Binding, Property } from "../src/core/property.ts";
import { checksumBytes, checksumTable } from "../src/drivers/checksums/checksum-table.ts";
import { driverTable } from "../src/drivers/driver-table.ts";
import { compileExtract, type Extracted } from "../src/drivers/extract.ts";
import { extractFrame } from "../src/drivers/extract-frame.ts";
import { chooseShape } from "../src/drivers/frames/choose-shape.ts";
import { longestOf } from "../src/drivers/frames/frame-objections.ts";
import { type Frame, scanFrames } from "../src/drivers/frames/scan-frames.ts";
import type { ModbusFrom } from "../src/drivers/modbus-schemas.ts";
import { isBits, readRegisters, registerPlace, registerSpan } from "../src/drivers/register-place.ts";
import type { SerialConnection } from "../src/drivers/serial-schemas.ts";
import { packageFiles } from "../src/machine/package-files.ts";
import { decodeKernelFiles } from "./fakes/decode-kernel-files.ts";

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

/** A configuration of nothing but the profile, on a connection of a type on which it has no problem. */
function configurationOf(profile: Profile): Configuration {
  const parameters = profile.parameters.map(
    ({ name, default: fallback }) => `${name}: ${fallback ?? (name === "id" ? "28-0316a2795bff" : "tasmota_switch")}`,
  );
  const connections = [
    { type: "mqtt", url: "mqtt://localhost" },
    { type: "serial", path: "/dev/ttyS0", baud_rate: 9600, ...profile.needs },
    { baud_rate: 9600, ...profile.needs, type: "modbus", path: "/dev/ttyS0" },
    { type: "kernel" },
  ];
  const reads = connections.map((connection) =>
    readConfig({
      file: "roomwire.yaml",
      readFile: () => `matrix: { homeserver: "https://hs", user: "@a:hs" }
connections: { bus: ${JSON.stringify(connection)} }
things: { it: { profile: ${profile.name}, with: { ${parameters.join(", ")} }, connection: bus } }
`,
      profiles: { names: files.profileNames, read: files.readProfile },
      resolvePath: resolve,
      credentialsDirectory: undefined,
      drivers: driverTable,
    }),
  );
  const fitting = reads.find((read) => read.ok);
  assert.ok(fitting?.ok, reads.flatMap((read) => (read.ok ? [] : read.problems.map(formatProblem))).join("\n"));
  assert.deepEqual(
    fitting.warnings.map(formatProblem).filter((line) => !line.includes("may stay on for ever")),
    [],
  );
  return fitting.configuration;
}

/** What a property makes of bytes as they come over its connection. */
async function decode(
  { as, settings }: Binding,
  connection: ConnectionSettings,
  { request, payload }: ProfileSample,
): Promise<Extracted> {
  if (connection.type === "kernel") return await decodeKernelFiles(as, settings, new TextDecoder().decode(payload));
  if (connection.type === "modbus") return decodeModbus(settings as ModbusFrom, request, payload);
  if (connection.type === "mqtt") return compileExtract(settings)(new TextDecoder().decode(payload));
  const { frame, check, max_frame, max_line } = connection.settings as SerialConnection;
  const longest = longestOf({ frame, ...(max_frame && { max_frame }), ...(max_line && { max_line }) });
  const frames: Frame[] = [];
  const faults: string[] = [];
  const scanner = scanFrames(chooseShape({ frame, check, longest }), longest, {
    frame: (found) => frames.push(found),
    fault: (fault) => faults.push(fault),
  });
  scanner.push(payload);
  if (frame === undefined) scanner.push(Buffer.from("\r\n"));
  const [first] = frames;
  assert.ok(first !== undefined && frames.length === 1, `${frames.length} frames; ${faults.join(", ")}`);
  return extractFrame(settings)(first);
}

/** The registers or bits of an answer (MODBUS Application Protocol V1.1b3, 6). */
function answered(body: Uint8Array, isBits: boolean): readonly number[] {
  const bytes = [...body];
  if (isBits) return bytes.flatMap((byte) => Array.from({ length: 8 }, (_, bit) => (byte >> bit) & 1));
  return bytes.flatMap((byte, at) => (at % 2 === 0 ? [256 * byte + (bytes[at + 1] ?? 0)] : []));
}

function decodeModbus(settings: ModbusFrom, request: Uint8Array | undefined, payload: Uint8Array): Extracted {
  assert.ok(request !== undefined, "a sample of Modbus needs request_hex");
  const { of, size, order } = checksumTable["crc16-modbus"];
  for (const frame of [request, payload]) {
    assert.deepEqual([...frame.slice(-size)], [...checksumBytes(of(frame.slice(0, -size)), size, order)]);
  }
  const place = registerPlace(settings);
  const view = new DataView(request.buffer, request.byteOffset);
  const [unit, code, first, count] = [request[0], request[1], view.getUint16(2), view.getUint16(4)];
  assert.deepEqual([...payload.slice(0, 2)], [unit, code]);
  assert.equal(settings.unit ?? 1, unit);
  assert.equal({ coil: 1, discrete: 2, holding: 3, input: 4 }[place.table], code);
  const { address, end } = registerSpan(place);
  assert.ok(address >= first && end <= first + count, `${settings.register} was not asked for`);
  const found = readRegisters(settings, place)(answered(payload.slice(3, -size), isBits(place.table)), first);
  return found.kind === "absent" ? { kind: "nothing", fault: "source-unavailable", detail: found.detail } : found;
}

/** Fewer would be a device that was lost; who adds one raises it. */
const fewest: Readonly<Record<string, number>> = { mqtt: 31, serial: 13, modbus: 11, kernel: 9 };
/** Fewest of all, and fewest whose samples somebody else published where anybody can look. */
const [fewestInAll, fewestPublic] = [65, 40];

test("there are profiles for every bus, and most have their samples from a public document", () => {
  const profiles = files.profileNames().map(load);
  assert.ok(profiles.length >= fewestInAll, `${profiles.length} in all`);
  const published = profiles.filter(({ source }) => /https?:\/\/\S+\.\S+|page \d+|Manual/.test(source));
  assert.ok(published.length >= fewestPublic, `${published.length} with a public source`);
  const perBus = Map.groupBy(profiles, (profile) => configurationOf(profile).connections[0]?.type ?? "none");
  for (const [bus, least] of Object.entries(fewest)) {
    const names = perBus.get(bus)?.map(({ name }) => name) ?? [];
    assert.ok(names.length >= least, `${names.length} over ${bus}: ${names.join(", ")}`);
  }
});

for (const name of files.profileNames()) {
  test(`${name} decodes every sample of its source`, async () => {
    const profile = load(name);
    const { things, connections } = configurationOf(profile);
    const [thing] = things;
    const [connection] = connections;
    assert.ok(thing && connection);
    const decoded = new Set<string>();
    for (const sample of profile.samples) {
      for (const { property: wanted, value: expected } of sample.expect) {
        const property: Property | undefined = thing.properties.find((candidate) => candidate.name === wanted);
        assert.ok(property?.from, wanted);
        if (sample.topic !== undefined) assert.equal(property.from.settings.topic, sample.topic);
        const extracted = await decode(property.from, connection, sample);
        assert.ok(extracted.kind === "value", `${wanted}: ${extracted.kind === "nothing" ? extracted.detail : ""}`);
        const converted = toValue(property, property.from.conversion, extracted.wire);
        const findings = new Findings();
        const value = readValue(property, expected, findings);
        assert.deepEqual({ [wanted]: converted }, { [wanted]: { ok: true, value } });
        assert.deepEqual(findings.problems, []);
        decoded.add(wanted);
      }
    }
    assert.deepEqual([...decoded].sort(), thing.properties.map((property) => property.name).sort());
  });

  test(`${name} says on which type of connection it hangs`, () => {
    const profile = load(name);
    assert.equal(profile.needs.type, configurationOf(profile).connections[0]?.type);
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
