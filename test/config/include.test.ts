import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readConfiguration } from "../../src/cli/read-configuration.ts";
import { compareConfigs } from "../../src/config/compare-configs.ts";
import { formatProblem } from "../../src/config/problem.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { good, lines, readBeside } from "./read-text.ts";

const include = "include: things.d/*.yaml\n";
const plain = "{ connection: bus, properties: { p: { type: boolean, from: { line: a } } } }";

test("Things and connections of included files stand beside those of the main file, in the order of their names", () => {
  const read = readBeside(`${include}things: { hut: ${plain} }\n`, {
    "things.d/b.yaml": `things: { barn: ${plain.replace("bus", "far")} }\n`,
    "things.d/a.yaml": `connections: { far: { type: wire, port: 2, key_file: far.key } }\nthings: { attic: ${plain} }\n`,
    "things.d/.a.yaml": "no configuration",
    "things.d/notes.txt": "no configuration",
  });
  const { things, connections } = good(read);
  assert.deepEqual(
    things.map(({ id }) => id),
    ["hut", "attic", "barn"],
  );
  assert.deepEqual(
    connections.map(({ name }) => name),
    ["bus", "far"],
  );
  // As if it stood in the main file.
  assert.equal(connections[1]?.settings.key_file, "/etc/rw/far.key");
});

test("a file is read once, also where ./ stands before it", () => {
  const read = readBeside("include: [./one.yaml, one.yaml]\n", { "one.yaml": `things: { a: ${plain} }` });
  assert.equal(good(read).things.length, 1);
});

test("a main file may have all its Things in other files, and a pattern that nothing fits is no problem", () => {
  assert.deepEqual(good(readBeside(include, {})).things, []);
  assert.equal(
    good(readBeside("include: [one.yaml, things.d/*]\n", { "one.yaml": `things: { a: ${plain} }` })).things.length,
    1,
  );
});

test("limits may name Things of other files", () => {
  const output = (line: string, limits: string): string =>
    `{ connection: bus, properties: { p: { type: boolean, to: { line: ${line}, safe_value: false }, limits: ${limits} } } }`;
  const read = readBeside(`${include}things: { up: ${output("u", "{ max_on: 5m }")} }\n`, {
    "things.d/a.yaml": `things: { down: ${output("d", "{ max_on: 5m, not_with: [up/p] }")} }\n`,
  });
  assert.deepEqual(good(read).things[0]?.properties[0]?.limits.notWith, ["down/p"]);
});

test("an id that stands twice is an error that names both places", () => {
  const read = readBeside(`${include}things:\n  hut: ${plain}\n`, {
    "things.d/a.yaml": `connections: { bus: { type: wire, port: 2 } }\nthings:\n  hut: ${plain}\n  barn: ${plain}\n`,
    "things.d/b.yaml": `things:\n  shed: ${plain}\n  barn: ${plain}\n`,
  });
  assert.deepEqual(lines(read.ok ? [] : read.problems), [
    "things.d/a.yaml:1:16  connections.bus: bus stands at roomwire.yaml:2:16 already; keep one of the two",
    "things.d/a.yaml:3:3  things.hut: hut stands at roomwire.yaml:5:3 already; keep one of the two",
    "things.d/b.yaml:3:3  things.barn: barn stands at things.d/a.yaml:4:3 already; keep one of the two",
  ]);
});

test("a problem of an included file names that file, with line and column, after those of the main file", () => {
  const read = readBeside(`${include}thngs: {}\n`, {
    "things.d/a.yaml":
      "things:\n  hut:\n    connection: bus\n    properties:\n      p: { type: boolean, form: { line: a } }\n",
    "things.d/b.yaml": "matrix: { user: '@b:hs' }\ninclude: more.yaml\n",
    "things.d/c.yaml": "things: [\n",
    "things.d/d.yaml": "connections: { x: { type: wire, port: 1, url: 'http://me:secret@host' } }\n",
  });
  const problems = lines(read.ok ? [] : read.problems);
  assert.match(problems[0] ?? "", /^roomwire\.yaml:4:1 {2}thngs: unknown key/);
  assert.ok(problems.includes('things.d/a.yaml:5:27  things.hut.properties.p.form: unknown key; did you mean "from"?'));
  assert.ok(problems.includes("things.d/b.yaml:1:1  matrix: unknown key; known here: connections, things"));
  assert.ok(problems.includes("things.d/b.yaml:2:1  include: unknown key; known here: connections, things"));
  assert.ok(problems.some((line) => line.startsWith("things.d/c.yaml:")));
  assert.ok(problems.some((line) => /^things\.d\/d\.yaml:1:47 .*there is a password in this address/.test(line)));
});

test("a file that is not there, itself, and a pattern in a folder's name are refused", () => {
  const said = (body: string, beside = {}): string => {
    const read = readBeside(body, beside);
    return lines(read.ok ? [] : read.problems).join("\n");
  };
  assert.match(
    said("include: pump.yaml\n"),
    /^roomwire.yaml:3:10 {2}include: cannot be read \(no such file: pump.yaml\)/,
  );
  assert.match(said("include: [roomwire.yaml]\n"), /include\[0\]: fits this file itself/);
  assert.match(said("include: ./roomwire.yaml\n"), /include: fits this file itself/);
  assert.match(said("include: '*/a.yaml'\n"), /include: should name files beside this one/);
  assert.match(said("include: []\n"), /include: should not be empty/);
  assert.match(said("include: 7\n"), /include: should name files beside this one/);
});

test("far too many files are refused, not read", () => {
  const many = Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`things.d/${at}.yaml`, "things: {"]));
  const read = readBeside(include, many);
  assert.deepEqual(lines(read.ok ? [] : read.problems), [
    "roomwire.yaml:3:10  include: asks for 501 files; at most 500 are read",
  ]);
});

test("what is reloaded is the included files as well, and a folder that cannot be read is no empty one", () => {
  using folder = temporaryDirectory();
  const directory = folder.path;
  const file = join(directory, "roomwire.yaml");
  const head = 'matrix: { homeserver: "https://hs", user: "@a:hs" }\nconnections: { bus: { type: simulated } }\n';
  writeFileSync(file, head + include);
  mkdirSync(join(directory, "things.d"));
  writeFileSync(join(directory, "things.d/hut.yaml"), `things: { hut: ${plain} }\n`);
  const before = good(readConfiguration(file));
  writeFileSync(join(directory, "things.d/hut.yaml"), `things: { hut: ${plain}, barn: ${plain} }\n`);
  assert.deepEqual(compareConfigs(before, good(readConfiguration(file))).lines, ["+ things.barn"]);
  rmSync(join(directory, "things.d"), { recursive: true });
  assert.deepEqual(compareConfigs(before, good(readConfiguration(file))).lines, ["- things.hut"]);
  writeFileSync(join(directory, "things.d"), "a file");
  const read = readConfiguration(file);
  assert.match(read.ok ? "" : read.problems.map(formatProblem).join(), /include: its folder cannot be read \(ENOTDIR/);
});

test("a folder that is named itself is told how to name its files", () => {
  using folder = temporaryDirectory();
  const file = join(folder.path, "roomwire.yaml");
  writeFileSync(file, "include: things.d\n");
  mkdirSync(join(folder.path, "things.d"));
  const read = readConfiguration(file);
  const said = (read.ok ? [] : read.problems).map(formatProblem).join("\n");
  assert.match(said, /include: .*things\.d is a folder; name its files: .*things\.d\/\*\.yaml/);
});
