import assert from "node:assert/strict";
import { test } from "node:test";
import { problemsOf, property, readBody, readText } from "./read-text.ts";

const p = "things.box.properties.p";

/** What stands in the file, and what must be said of it. */
const rules: readonly (readonly [name: string, body: string, problem: string | RegExp])[] = [
  [
    "an id in capitals",
    "things: { Box: {} }",
    /^things\.Box: as the id of a Thing it should begin with a small letter/,
  ],
  ["1e5 as an id", "things: { 1e5: {} }", /^things\.1e5: as the id of a Thing it should begin/],
  ["a reserved word as an id", "things: { status: {} }", /^things\.status: status is a word of its own/],
  ["a reserved word as an alias", "things: { box: { aliases: [Help] } }", /aliases\[0\]: "Help" is a word of its own/],
  [
    "two Things whose names read the same",
    "things: { kueche: { title: Küche }, b: { aliases: [KUCHE] } }",
    /^things\.b\.aliases\[0\]: "KUCHE" reads the same as a name of kueche/,
  ],
  [
    "two properties whose names read the same",
    "things: { box: { connection: bus, properties: { a: { type: boolean, from: { line: a }, title: B }, b: { type: boolean, from: { line: a } } } } }",
    /^things\.box\.properties\.b: "b" reads the same as a name of a/,
  ],
  [
    "an action with a property's name",
    "things: { box: { connection: bus, properties: { a: { type: boolean, to: { line: a, safe_value: null } } }, actions: { a: { write: { a: true } } } } }",
    /^things\.box\.actions\.a: a property has this name already/,
  ],
  [
    "an action that writes what is not there",
    "things: { box: { connection: bus, properties: { pump: { type: boolean, to: { line: a, safe_value: null } } }, actions: { go: { write: { pumo: true } } } } }",
    'things.box.actions.go.write.pumo: box has no property pumo; did you mean "pump"?',
  ],
  [
    "an action that writes what can only be read",
    "things: { box: { connection: bus, properties: { door: { type: boolean, from: { line: a } } }, actions: { go: { write: { door: true } } } } }",
    /actions\.go\.write\.door: door cannot be written/,
  ],
  [
    "a connection that is not there",
    property("type: boolean, from: { connection: bos, line: a }"),
    `${p}.from.connection: there is no connection bos; did you mean "bus"?`,
  ],
  [
    "a type that is not there",
    "connections: { b: { type: wir } }",
    'connections.b.type: there is no driver of type wir; did you mean "wire"?',
  ],
  [
    "an as that is not there",
    property("type: boolean, from: { as: conter, line: a }"),
    `${p}.from.as: a connection of type wire has no conter; did you mean "counter"?`,
  ],
  [
    "a driver that cannot write",
    property("type: boolean, to: { as: counter, line: a, safe_value: null }"),
    `${p}.to.as: wire as counter cannot be written`,
  ],
  [
    "a key of no driver",
    property("type: boolean, from: { lin: a }"),
    `${p}.from.lin: unknown key; did you mean "line"?`,
  ],
  [
    "a property without ends",
    property("type: boolean"),
    `${p}: has neither from nor to; say where it is read or written`,
  ],
  [
    "an output without safe_value",
    property("type: boolean, to: { line: a }"),
    /p\.to\.safe_value: is missing: What the output is set to/,
  ],
  [
    "a safe_value of another type",
    property("type: boolean, to: { line: a, safe_value: 0 }"),
    `${p}.to.safe_value: should be true or false`,
  ],
  [
    "a safe_value above maximum",
    property("type: number, maximum: 5, to: { line: a, safe_value: 5.1 }"),
    `${p}.to.safe_value: is above maximum, 5`,
  ],
  [
    "a safe_value off the step",
    property("type: number, step: 0.5, to: { line: a, safe_value: 0.7 }"),
    `${p}.to.safe_value: is not a multiple of step, 0.5`,
  ],
  [
    "a safe_value that is no word of enum",
    property("type: string, enum: [open, shut], to: { line: a, safe_value: shot }"),
    `${p}.to.safe_value: should be one of open, shut; did you mean "shut"?`,
  ],
  [
    "a safe_value that is on under max_on",
    property("type: boolean, to: { line: a, safe_value: true }, limits: { max_on: 1m }"),
    /safe_value: is itself on, so max_on would never end/,
  ],
  [
    "safe_value null under max_on",
    property("type: boolean, to: { line: a, safe_value: null }, limits: { max_on: 1m }"),
    /safe_value: is null, so max_on has nothing to set/,
  ],
  [
    "max_on of an input",
    property("type: boolean, from: { line: a }, limits: { max_on: 1m }"),
    /max_on: only an output can stay on/,
  ],
  [
    "an output string without words",
    property("type: string, to: { line: a, safe_value: null }"),
    /p: a string that can be written needs its words/,
  ],
  [
    "values that leave a writable value out",
    property('type: boolean, to: { line: a, safe_value: null, values: { true: "1" } }'),
    `${p}.to.values: says nothing for false, which can be written`,
  ],
  [
    "one wire value for two values",
    property("type: boolean, from: { line: a, values: { true: x, false: [y, x] } }"),
    /values\.false: the same wire value already stands/,
  ],
  [
    "yes as a boolean key",
    property("type: boolean, from: { line: a, values: { yes: x, false: y } }"),
    /values\.yes: the key should be true or false/,
  ],
  [
    "minimum above maximum",
    property("type: number, minimum: 2, maximum: 1.5, from: { line: a }"),
    `${p}.minimum: is greater than maximum, 1.5; swap the two`,
  ],
  ["step of 0", property("type: number, step: 0, from: { line: a }"), `${p}.step: should be greater than 0`],
  [
    "a fraction of an integer",
    property("type: integer, minimum: 0.5, from: { line: a }"),
    /minimum: should be a whole number for an integer/,
  ],
  [
    "minimum of a boolean",
    property("type: boolean, minimum: 0, from: { line: a }"),
    `${p}.minimum: only numbers have it; this is a boolean`,
  ],
  ["an unknown unit", property("type: number, unit: Celsius, from: { line: a }"), /unit: Celsius is not a known unit/],
  [
    "a unit with a slip",
    property("type: number, unit: '%HR', from: { line: a }"),
    `${p}.unit: %HR is not a known unit; did you mean "%RH"?`,
  ],
  [
    "scale beside values",
    property("type: number, from: { line: a, values: { 1: a }, scale: 2 }"),
    /scale: cannot stand beside values/,
  ],
  ["scale of 0", property("type: number, from: { line: a, scale: 0 }"), `${p}.from.scale: should not be 0`],
  ["scale of a boolean", property("type: boolean, from: { line: a, scale: 2 }"), /scale: only numbers can have it/],
  [
    "a pattern that looks ahead",
    property("type: number, from: { line: a, match: '(?=a)b' }"),
    /match: The pattern looks ahead or behind/,
  ],
  [
    "a pattern that cannot be read",
    property("type: number, from: { line: a, match: '(a' }"),
    /match: The pattern cannot be read/,
  ],
  [
    "a group that match does not name",
    property("type: number, from: { line: a, match: '(?<t>a)', group: u }"),
    `${p}.from.group: match has no group u: it names t`,
  ],
  [
    "a group without match",
    property("type: number, from: { line: a, group: u }"),
    /group: names a group of match, and there is no match/,
  ],
  [
    "a path that is no JSON Pointer",
    property("type: number, from: { line: a, path: humidity }"),
    `${p}.from.path: should be a JSON Pointer (RFC 6901), such as /humidity`,
  ],
  [
    "path beside match",
    property("type: number, from: { line: a, path: /a, match: b }"),
    /match: cannot stand beside path/,
  ],
  [
    "a duration without unit",
    property("type: number, from: { line: a }, stale: 30"),
    /stale: should be a number with a unit of time/,
  ],
  ["a stale of 0", property("type: number, from: { line: a }, stale: 0s"), `${p}.stale: should be longer than 0`],
  [
    "reports that cannot be",
    property("type: number, from: { line: a }, report: { at_most_every: 1h }"),
    /report: at_least_every is shorter/,
  ],
  [
    "read_back without from",
    property("type: boolean, to: { line: a, safe_value: null }, read_back: { within: 5s }"),
    /read_back: needs both from and to/,
  ],
  [
    "an operator's unknown Thing",
    'operators: [{ user: "@a:b", things: [bax] }]\nthings: { box: {} }',
    'operators[0].things[0]: there is no Thing bax; did you mean "box"?',
  ],
  [
    "an operator twice",
    'operators: [{ user: "@a:b" }, { user: "@a:b" }]',
    "operators[1].user: this operator stands here twice",
  ],
  [
    "the agent as its operator",
    'operators: [{ user: "@agent:hs" }]',
    "operators[0].user: the agent cannot be its own operator",
  ],
  [
    "a right that is none",
    'operators: [{ user: "@a:b", may: [reed] }]',
    /may\[0\]: should be one of read, write, invoke, admin; did you mean "read"\?/,
  ],
  [
    "a master key that is too short",
    'operators: [{ user: "@a:b", master_key: abc }]',
    /master_key: should be a cross-signing master key: 43 characters/,
  ],
  ["a key of a later release", "time_zone: Europe/Berlin", /^time_zone: unknown key/],
  ["a pulse", "things: { box: { actions: { go: { pulse: p } } } }", /actions\.go\.pulse: unknown key/],
];

for (const [name, body, problem] of rules) {
  test(`refused: ${name}`, () => {
    const body2 = body.startsWith("connections:") ? body : body;
    const read = body.startsWith("connections:")
      ? readText(`matrix: { homeserver: "https://hs", user: "@agent:hs" }\n${body2}\n`)
      : readBody(`${body}\n`);
    const problems = problemsOf(read);
    const found = problems.some((line) => (typeof problem === "string" ? line === problem : problem.test(line)));
    assert.ok(found, problems.join("\n") || "no problem was found");
  });
}

const matrix = (keys: string): string => `matrix: { homeserver: "https://hs", user: "@a:hs", ${keys} }\n`;

test("secrets and passwords in addresses are refused, with the key to use instead", () => {
  assert.deepEqual(problemsOf(readText(matrix("password: geheim"))), [
    "matrix.password: secrets never stand in the configuration; put it in a file of its own and name that in password_file",
  ]);
  const url = readText(
    `${matrix("room: '!a'")}connections: { b: { type: wire, port: 1, url: "mqtt://u:geheim@h" } }\n`,
  );
  assert.deepEqual(problemsOf(url), [
    "connections.b.url: there is a password in this address; put it in a file and name that in password_file",
  ]);
  assert.ok(!JSON.stringify(url).includes("geheim"));
});

test("a data room needs a room, and another one than that", () => {
  assert.match(problemsOf(readText(matrix('data_room: "!a"'))).join(), /data_room: there is no room beside it/);
  assert.match(problemsOf(readText(matrix('room: "!a", data_room: "!a"'))).join(), /data_room: is the same as room/);
  assert.deepEqual(problemsOf(readText(matrix('room: "!a"'))), []);
});

test("an output that may stay on for ever and an operator without a key are warned of", () => {
  const read = readBody(
    `operators: [{ user: "@a:b" }]\n${property("type: boolean, to: { line: a, safe_value: false }")}`,
  );
  assert.ok(read.ok);
  assert.deepEqual(
    read.warnings.map(({ path, message }) => `${path}: ${message}`),
    [
      "operators[0]: @a:b cannot be pinned yet, so no command is taken; set master_key",
      "things.box.properties.p: this output may stay on for ever; set limits.max_on, such as 30m",
    ],
  );
});

test("no warning where a limit stands or the output is left alone", () => {
  for (const keys of [
    "to: { line: a, safe_value: false }, limits: { max_on: 1m }",
    "to: { line: a, safe_value: null }",
  ]) {
    const read = readBody(property(`type: boolean, ${keys}`));
    assert.ok(read.ok);
    assert.deepEqual(read.warnings, []);
  }
});

test("coulomb is warned of where degrees are meant", () => {
  const read = readBody(property("type: number, unit: C, from: { line: a }"));
  assert.ok(read.ok);
  assert.match(read.warnings[0]?.message ?? "", /C is coulomb; a temperature is Cel/);
});
