// biome-ignore-all lint/suspicious/noTemplateCurlyInString: sources under test hold templates
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findCycles } from "./floors/find-cycles.ts";
import { findImports } from "./floors/find-imports.ts";
import { judgeImports } from "./floors/judge-imports.ts";
import { judgeShape } from "./floors/judge-shape.ts";

const root = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const sourcesOf = (pattern: string) =>
  new Map(
    globSync(pattern, { cwd: root })
      .sort()
      .map((file) => [file, read(file)]),
  );
const sources = sourcesOf("src/**/*.ts");
const manifest = JSON.parse(read("package.json"));
const packages = {
  dependencies: new Set(Object.keys(manifest.dependencies)),
  devDependencies: new Set(Object.keys(manifest.devDependencies)),
};

test("imports point downward only, by whatever means", () => {
  assert.ok(sources.size > 50);
  assert.deepEqual(judgeImports(sources, packages), []);
});

test("no files of src/ import each other in a ring, types included", () => {
  assert.deepEqual(findCycles(sources), []);
});

test("each file is short, well named, and exports what its name says", () => {
  assert.deepEqual(
    [...sources].flatMap(([file, source]) => judgeShape(file, source)),
    [],
  );
});

test("schemas/ imports nothing of src/", () => {
  const found = [...sourcesOf("schemas/*.ts")].flatMap(([file, source]) =>
    findImports(source).map(({ module }) => `${file}: ${module}`),
  );
  assert.deepEqual(
    found.filter((line) => !/: (\.\/[\w-]+\.ts|typebox\/schema)$/.test(line)),
    [],
  );
});

test("time and chance are arguments: what decides anything takes neither from the system", () => {
  const own =
    /\b(Math\.random|crypto\.|Date\.now|performance\.|process\.hrtime|set(Timeout|Interval)\(|AbortSignal\.timeout|Temporal\.)|new Date\(\)/;
  const takers = [...sources].filter(([file]) =>
    /^src\/(core|checking|texts|config|drivers|readings|outbox|control|talk|wiring)\/|^src\/agent/.test(file),
  );
  assert.ok(takers.length > 100);
  const found = takers.flatMap(([file, source]) =>
    source.split("\n").flatMap((line, at) => (own.test(line) ? [`${file}:${at + 1}  ${line.trim()}`] : [])),
  );
  assert.deepEqual(found, []);
});

// From here on: the test is tested.

const ways: readonly (readonly [string, string])[] = [
  ["a static import", 'import { a } from "M";'],
  ["a default import over several lines", 'import a,\n  {\n  b as c }\nfrom\n"M"'],
  ["a namespace import", "import * as a from 'M'"],
  ["a type import", 'import type { A } from "M";'],
  ["an inline type import", 'import { type A } from "M";'],
  ["an import called type", 'import type from "M";'],
  ["a string-named import", 'import { "a b" as c } from "M";'],
  ["a side effect", 'import "M";'],
  ["an attribute", 'import a from "M" with { type: "json" };'],
  ["an import behind a comment", 'import /* from "x" */ { a } from /* y */ "M";'],
  ["an escaped name", `import "${[..."M"].map((letter) => `\\u{${letter.charCodeAt(0).toString(16)}}`).join("")}";`],
  ["a re-export", 'export { a } from "M";'],
  ["a re-export of all", 'export * from "M";'],
  ["a named re-export of all", 'export * as a from "M";'],
  ["a re-export of types", 'export type { A } from "M";'],
  ["a re-export of all types", 'export type * from "M";'],
  ["a dynamic import", 'const a = await import("M");'],
  ["a dynamic import in a template", 'const a = `x${await import("M")}y`;'],
  ["a dynamic import of a template", "const a = await import(`M`);"],
  ["a dynamic import with options", 'import("M", { with: {} })'],
  ["a dynamic import behind a regular expression", 'const a = /["\'`]/; import("M")'],
  ["a dynamic import behind a division", 'const a = b / c; import("M"); d / e'],
  ["a type by import()", 'let a: import("M").A;'],
  ["a type by typeof import()", 'type A = typeof import("M");'],
  ["a require", 'const a = require("M");'],
  ["a require by import =", 'import a = require("M");'],
  ["a require.resolve", 'require.resolve("M")'],
  ["a require of module", 'module.require("M")'],
  ["a made require", 'const require = createRequire(import.meta.url); require("M")'],
  ["a made and used require", 'createRequire(import.meta.url)("M") as A'],
  ["a built-in by process", 'process.getBuiltinModule("M")'],
  ["a resolved module", 'import.meta.resolve("M")'],
];

for (const [what, source] of ways) {
  test(`${what} is seen`, () => {
    assert.ok(findImports(`let x = 1;\n${source}\nlet y = "import 'z'";`).some(({ module }) => module === "M"));
  });
}

test("a worker's file is seen", () => {
  const found = findImports('new Worker(new URL("./a.ts", import.meta.url))');
  assert.deepEqual(
    found.map(({ module }) => module),
    ["./a.ts"],
  );
});

test("what only looks like an import is none", () => {
  const source = [
    '// import "a"',
    '/* import "a"; */',
    "const a = 'import \"a\"';",
    'const b = `import "a" ${"export * from 1"} require("a")`;',
    'const c = /import "a"/;',
    'driver.import("a"); x.require("a"); const from = "a"; import.meta.url;',
    'export const d = { from: "a" }; export type E = "a"; export { d as from };',
  ];
  assert.deepEqual(findImports(source.join("\n")), []);
});

for (const source of ["import(name)", 'import("a" + b)', "import(`a${b}`)", "const a = require;", "require(a)"]) {
  test(`a hidden import is called so: ${source}`, () => {
    assert.ok(findImports(source).some(({ module }) => module === undefined));
  });
}

for (const source of ["import { createRequire as a } from 'node:module'", "const a = createRequire(import.meta.url)"]) {
  test(`a require under another name is called hidden: ${source}`, () => {
    assert.ok(findImports(source).some(({ module }) => module === undefined));
  });
}

const breaches: readonly (readonly [string, string, RegExp])[] = [
  ["src/core/a.ts", 'import "../config/b.ts"', /core\/ \(floor 0\) may not import/],
  ["src/core/a.ts", 'import type { A } from "../config/b.ts"', /floor 1/],
  ["src/core/a.ts", 'import "node:fs"', /may not import node:fs/],
  ["src/core/a.ts", 'import "fs"', /may not import fs/],
  ["src/core/a.ts", 'let a: import("node:fs").Stats', /may not import node:fs/],
  ["src/core/a.ts", 'import { a } from "../../schemas/b.ts"', /only types/],
  ["src/core/a.ts", 'import "yaml"', /may not import yaml here/],
  ["src/drivers/a.ts", 'import "../readings/b.ts"', /floor 2\) may not import/],
  ["src/drivers/a.ts", 'import "../machine/b.ts"', /floor 3/],
  ["src/drivers/a.ts", 'import "ajv"', /may not import ajv here/],
  ["src/machine/a.ts", 'import "../config/b.ts"', /floor 1/],
  ["src/machine/a.ts", 'import "../store/b.ts"', /floor 3\) may not import/],
  ["src/machine/a.ts", 'import type { A } from "../../schemas/b.ts"', /floor 3 may not import schemas/],
  ["src/matrix/a.ts", 'import "node:sqlite"', /only store/],
  ["src/matrix/a.ts", 'import "path"', /must be written node:path/],
  ["src/machine/a.ts", 'import "fast-check"', /dev dependency/],
  ["src/cli/a.ts", 'import "left-pad"', /not in package\.json/],
  ["src/cli/a.ts", 'import "../../test/b.ts"', /no file of src/],
  ["src/cli/a.ts", 'import "../../scripts/synapse/b.ts"', /no file of src/],
  ["src/cli/a.ts", 'import "./missing.ts"', /no file of src/],
  ["src/core/a.ts", 'import { XSchema } from "typebox/schema"', /types only/],
  ["src/cli/a.ts", 'import "https://example.org/a.js"', /no module of ours/],
  ["src/misplaced/a.ts", "", /no folder of the design/],
  ["src/misplaced.ts", "", /no folder of the design/],
];

for (const [file, source, complaint] of breaches) {
  test(`refused: ${source || "a file"} in ${file}`, () => {
    const neighbours = ["core", "config", "readings", "machine", "store"].map(
      (name) => [`src/${name}/b.ts`, ""] as const,
    );
    const complaints = judgeImports(new Map([[file, source], ...neighbours]), packages);
    assert.equal(complaints.length, 1, complaints.join("\n"));
    assert.match(complaints[0] ?? "", complaint);
  });
}

test("a ring of three is found, also over a type", () => {
  const ring = new Map([
    ["src/core/a.ts", 'import "./b.ts"'],
    ["src/core/b.ts", 'import type { C } from "./c.ts"'],
    ["src/core/c.ts", 'let a: import("./a.ts").A'],
  ]);
  assert.deepEqual(findCycles(ring), ["src/core/a.ts → src/core/b.ts → src/core/c.ts → src/core/a.ts"]);
});

test("bad names, long files and strangers' exports are refused", () => {
  assert.match(judgeShape("src/drivers/index.ts", "export const index = 1").join(), /is a barrel/);
  assert.match(judgeShape("src/drivers/line-helpers.ts", "export const lineHelpers = 1").join(), /says nothing/);
  assert.match(judgeShape("src/drivers/a.ts", `export const a = 1;${"\n//".repeat(200)}`).join(), /201 lines/);
  assert.match(
    judgeShape("src/drivers/read-line.ts", "export function takeLines() {}").join(),
    /nothing with read-line/,
  );
  assert.deepEqual(judgeShape("src/drivers/read-line.ts", "export async function* readLine() {}"), []);
  assert.deepEqual(judgeShape("src/machine/serial-ports.ts", "export function openSerialPort() {}"), []);
  assert.deepEqual(judgeShape("src/drivers/shapes-of-x.ts", "export interface A {}\nexport type { B };"), []);
});
