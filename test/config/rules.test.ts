import assert from "node:assert/strict";
import { test } from "node:test";
import { problemsOf, property, readBody, readText, refusals } from "./read-text.ts";

refusals([
  [
    "an id in capitals",
    "things: { Box: {} }",
    /^things\.Box: as the id of a Thing it should begin with a small letter/,
  ],
  ["1e5 as an id", "things: { 1e5: {} }", /^things\.1e5: as the id of a Thing it should begin/],
  ["a reserved word as an id", "things: { status: {} }", /^things\.status: status is a word of its own/],
  [
    "a word of German commands as a title, where German is spoken",
    "language: de\nthings: { box: { title: Stopp } }",
    /title: "Stopp" is a word of its own/,
  ],
  [
    "a word of German commands as an id",
    "language: de\nthings: { hilfe: {} }",
    /^things\.hilfe: "hilfe" is a word of its own/,
  ],
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
  ["a key of a later release", "later: yes", /^later: unknown key/],
]);

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
      "operators[0]: no key of @a:b stands here: commands count once one is pinned, by emoji with their client, by !pair CODE, or by master_key here; trust: first-use takes the first one that comes (`roomwire operators` tells what is pinned)",
      "things.box.properties.p: this output may stay on for ever; set limits: { max_on: 30m } or on_link_loss: { after: 5m, do: safe }; or say limits: { hold: forever }",
    ],
  );
});

test("a safe_value of null is no excuse for an output that may stay on for ever", () => {
  const read = readBody(property("type: boolean, to: { line: a, safe_value: null }"));
  assert.ok(read.ok);
  assert.deepEqual(
    read.warnings.map(({ message }) => message),
    [
      "this output may stay on for ever; set limits: { max_on: 30m } or on_link_loss: { after: 5m, do: safe }, each with a safe_value that is off; or say limits: { hold: forever }",
    ],
  );
});

test("no warning where something ends what is on, or it may stay on on purpose", () => {
  for (const keys of [
    "to: { line: a, safe_value: false }, limits: { max_on: 1m }",
    "to: { line: a, safe_value: false }, on_link_loss: { after: 5m, do: safe }",
    "to: { line: a, safe_value: null }, limits: { hold: forever }",
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

test("a type that is not there is told with the nearest one", () => {
  const read = readText(`${matrix("room: '!a'")}connections: { b: { type: wir } }\n`);
  assert.deepEqual(problemsOf(read), ['connections.b.type: there is no driver of type wir; did you mean "wire"?']);
});
