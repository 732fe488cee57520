import assert from "node:assert/strict";
import { test } from "node:test";
import { decimalOf } from "../../src/core/decimal.ts";
import { good, lines, problemsOf, property, readBody } from "./read-text.ts";

const relay = `title: Relay
parameters:
  name: { description: "the device's name" }
  port: { description: which relay, default: POWER }
source: a public document
samples: [{ payload: "ON", expect: { power: true } }]
from: { line: "stat/{name}/{port}" }
properties:
  power:
    type: boolean
    from: { match: '^(?<v>O{1}[NF]+)$', group: v }
    to: { line: "cmnd/{name}/{port}", safe_value: false }
    limits: { max_on: 1h }
  energy: { type: number, unit: kWh, from: { path: /energy } }
`;
const profiles = { "acme/relay": relay };

test("a Thing takes its profile's keys, its parameters filled in, other braces left alone", () => {
  const read = readBody("things: { lamp: { profile: acme/relay, with: { name: hall }, connection: bus } }\n", profiles);
  const [lamp] = good(read).things;
  assert.equal(lamp?.title, "Relay");
  assert.deepEqual(lamp?.properties[0]?.from?.settings, {
    line: "stat/hall/POWER",
    match: "^(?<v>O{1}[NF]+)$",
    group: "v",
  });
  assert.equal(lamp?.properties[0]?.to?.settings.line, "cmnd/hall/POWER");
  assert.equal(lamp?.properties.length, 2);
});

test("what the configuration says wins key by key, and null leaves a property out", () => {
  const read = readBody(
    `things:
  lamp:
    title: Hall lamp
    profile: acme/relay
    with: { name: hall, port: 2 }
    connection: bus
    properties:
      power: { to: { line: "{name}/relay" }, limits: { max_on: 5m } }
      energy: null
`,
    profiles,
  );
  const [lamp] = good(read).things;
  assert.equal(lamp?.title, "Hall lamp");
  assert.deepEqual(
    lamp?.properties.map(({ name }) => name),
    ["power"],
  );
  assert.equal(lamp?.properties[0]?.from?.settings.line, "stat/hall/2");
  assert.equal(lamp?.properties[0]?.to?.settings.line, "hall/relay");
  assert.equal(lamp?.properties[0]?.to?.safeValue, false);
  assert.equal(lamp?.properties[0]?.limits.maxOn, 300_000);
});

test("a null for what no profile says is a problem, not a hole", () => {
  const read = readBody("things: { lamp: { connection: bus, properties: { power: null } } }\n");
  assert.match(problemsOf(read).join(), /properties\.power: should hold keys of its own/);
  const limit = readBody(property("type: boolean, to: { line: a, safe_value: false }, limits: { max_on: null }"));
  assert.match(problemsOf(limit).join(), /limits\.max_on: is empty; give a value, or leave the key out/);
});

test("an unknown profile, a missing and an unknown parameter are told in the configuration", () => {
  const read = readBody(
    `things:
  a: { profile: acme/relai }
  b: { profile: acme/relay, connection: bus, with: { nam: x } }
  c: { with: { name: x } }
`,
    profiles,
  );
  const problems = problemsOf(read);
  assert.ok(problems.includes('things.a.profile: there is no profile acme/relai; did you mean "acme/relay"?'));
  assert.ok(problems.includes("things.b.with.name: is missing: the device's name"));
  assert.ok(problems.includes('things.b.with.nam: acme/relay has no parameter nam; did you mean "name"?'));
  assert.ok(problems.includes("things.c.with: fills a profile's parameters, and no profile is named"));
});

test("a parameter that is there in another form is not missing", () => {
  const read = readBody("things: { a: { profile: acme/relay, with: { name: [x] }, connection: bus } }\n", profiles);
  assert.deepEqual(problemsOf(read), [
    "things.a.with.name: should be text; text that begins with { or [ must stand in quotes",
  ]);
});

test("a connection that the profile leaves to the Thing is missed at the Thing", () => {
  const read = readBody("things: { a: { profile: acme/relay, with: { name: x } } }\n", profiles);
  assert.deepEqual(problemsOf(read), [
    "things.a.connection: is missing, its profile leaves it to the Thing; one of bus",
  ]);
});

test("a problem of a profile is told in the profile's file", () => {
  const wrong = relay.replace("unit: kWh", "unti: kWh");
  const read = readBody("things: { a: { profile: acme/relay, with: { name: x }, connection: bus } }\n", {
    "acme/relay": wrong,
  });
  assert.ok(!read.ok);
  assert.deepEqual(lines(read.problems), [
    'devices/acme/relay.yaml:14:27  properties.energy.unti: unknown key; did you mean "unit"?',
  ]);
});

test("a connection that is not as the profile needs it is a warning, with what it should say", () => {
  const needing = relay.replace(
    "source:",
    'needs: { type: wire, port: 7, frame: { fixed: 9, start: "FF 86" } }\nsource:',
  );
  const thing = "things: { lamp: { profile: acme/relay, with: { name: hall }, connection: bus } }\n";
  const read = readBody(thing, { "acme/relay": needing });
  assert.deepEqual(read.ok && lines(read.warnings), [
    'roomwire.yaml:3:74  things.lamp.connection: acme/relay is read with port: 7, frame: { fixed: 9, start: "FF 86" }, and connection bus does not say so',
  ]);
  const fitting = readBody(thing, { "acme/relay": needing.replace(/port: 7, frame: \{.*?\}/, "port: 1") });
  assert.deepEqual(fitting.ok && lines(fitting.warnings), []);
});

test("a connection of another type than the profile's is told once, at the Thing", () => {
  const needing = relay.replace("source:", "needs: { type: mqtt }\nsource:");
  const thing = "things: { lamp: { profile: acme/relay, with: { name: hall }, connection: bus } }\n";
  assert.deepEqual(problemsOf(readBody(thing, { "acme/relay": needing })), [
    "things.lamp.connection: acme/relay hangs on a connection of type mqtt, and bus is wire",
  ]);
});

test("a word about what the profile does not have is a slip, unless it says enough to be new", () => {
  const read = readBody(
    `things:
  lamp:
    profile: acme/relay
    with: { name: hall }
    connection: bus
    properties:
      powre: { limits: { max_on: 1m } }
      enregy: null
      door: { type: boolean, from: { line: d } }
    actions: { open: null, off: { write: { power: false } } }
`,
    profiles,
  );
  assert.deepEqual(problemsOf(read), [
    'things.lamp.properties.powre: acme/relay has no property powre; did you mean "power"?',
    'things.lamp.properties.enregy: acme/relay has no property enregy; did you mean "energy"?',
    "things.lamp.actions.open: acme/relay has no action open",
  ]);
});

test("who names a profile as its file is called is told its name", () => {
  const read = readBody("things: { a: { profile: devices/acme/relay.yaml } }\n", profiles);
  assert.deepEqual(problemsOf(read), [
    'things.a.profile: there is no profile devices/acme/relay.yaml; did you mean "acme/relay"?',
  ]);
});

test("two Things that bear their profile's title are told where a title of their own belongs", () => {
  const lamp = (name: string): string =>
    `  ${name}: { profile: acme/relay, with: { name: ${name} }, connection: bus }\n`;
  assert.deepEqual(problemsOf(readBody(`things:\n${lamp("hall")}${lamp("yard")}`, profiles)), [
    'things.yard: "Relay" reads the same as a name of hall; choose another title or alias',
  ]);
});

test("a profile cannot stand on another one, nor come without a source", () => {
  const read = readBody("things: { a: { profile: x/y } }\n", {
    "x/y": "title: A\nprofile: b/c\nproperties: {}\nsamples: [{ payload: a, expect: {} }]\n",
  });
  const problems = problemsOf(read).join("\n");
  assert.match(problems, /source: is missing: The public document/);
  assert.match(problems, /profile: unknown key/);
});

test("a number given as a parameter keeps its digits", () => {
  const read = readBody("things: { a: { profile: x/y, with: { n: 1.50 }, connection: bus } }\n", {
    "x/y":
      'title: A\nparameters: { n: { description: d } }\nsource: s\nsamples: [{ payload: a, expect: {} }]\nproperties: { p: { type: integer, minimum: 3, from: { line: "{n}" } } }\n',
  });
  const property = good(read).things[0]?.properties[0];
  assert.equal(property?.from?.settings.line, "1.50");
  assert.deepEqual(property?.minimum, decimalOf(3));
});

const gate = `title: Gate
parameters:
  closed: { description: "where it says that it is closed", default: shut }
source: a public document
samples: [{ payload: "1", expect: { shut: true } }]
properties:
  shut: { type: boolean, from: { line: s } }
  motor:
    type: boolean
    to: { line: m, safe_value: false }
    limits: { max_on: 1m, min_off: 5s, only_while: { property: shut, is: false } }
actions:
  open: { pulse: motor, for: { default: 1s, maximum: 5s }, expect: { property: "{closed}", is: false, within: 25s } }
  knock: { to: { line: k, pulse: 200ms, safe_value: false }, only_if: { property: shut, is: true } }
`;

test("a profile's limits, conditions and actions are a Thing's own, and its words win key by key", () => {
  const read = readBody(
    `things:
  front:
    title: Front
    profile: acme/gate
    connection: bus
    properties:
      motor: { limits: { max_on: 30s, only_while: [{ property: back/shut, is: true }] }, on_link_loss: { after: 5m, do: safe } }
    actions:
      open: { for: { maximum: 3s }, critical: true }
      knock: null
  back: { profile: acme/gate, connection: bus }
`,
    { "acme/gate": gate },
  );
  const [front, back] = good(read).things;
  const motor = front?.properties[1];
  assert.equal(motor?.limits.maxOn, 30_000);
  assert.equal(motor?.limits.minOff, 5000);
  assert.deepEqual(
    motor?.limits.onlyWhile.map(({ path }) => path),
    ["back/shut"],
  );
  assert.deepEqual(motor?.onLinkLoss, { after: 300_000, do: "safe" });
  assert.deepEqual(front?.actions[0]?.work, {
    kind: "pulse",
    property: "motor",
    value: true,
    for: { default: 1000, maximum: 3000 },
  });
  assert.equal(front?.actions[0]?.expect?.condition.path, "front/shut");
  assert.equal(front?.actions[0]?.critical, true);
  assert.deepEqual(front?.actionOutputs, []);
  assert.deepEqual(
    back?.properties[1]?.limits.onlyWhile.map(({ path }) => path),
    ["back/shut"],
  );
  assert.equal(back?.actionOutputs[0]?.path, "back/knock");
  assert.deepEqual(read.warnings, []);
});

test("null takes away what a profile limits, and of safe_value it is a value", () => {
  const read = readBody(
    `things:
  front:
    profile: acme/gate
    title: null
    connection: bus
    properties:
      motor: { to: { safe_value: null }, limits: { max_on: null, only_while: null, hold: forever } }
    actions: { open: null, knock: { only_if: null } }
`,
    { "acme/gate": gate },
  );
  const [front] = good(read).things;
  const motor = front?.properties[1];
  assert.equal(front?.title, "Front");
  assert.equal(motor?.to?.safeValue, null);
  assert.equal(motor?.limits.maxOn, undefined);
  assert.deepEqual(motor?.limits.onlyWhile, []);
  assert.equal(motor?.limits.minOff, 5000);
  assert.deepEqual(
    front?.actions.map(({ name, onlyIf }) => [name, onlyIf]),
    [["knock", []]],
  );
});

test("what a profile leaves on without end is told at the Thing", () => {
  const endless = gate.replace("max_on: 1m, min_off: 5s, only_while: { property: shut, is: false }", "min_off: 5s");
  const read = readBody("things: { front: { profile: acme/gate, connection: bus } }\n", { "acme/gate": endless });
  assert.deepEqual(
    lines(read.warnings).map((line) => line.slice(0, line.indexOf(";"))),
    ["roomwire.yaml:3:11  things.front.properties.motor: this output may stay on for ever"],
  );
});
