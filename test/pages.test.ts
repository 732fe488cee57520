import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { faultsPage } from "../scripts/emit-fault-docs.ts";
import { readConfiguration } from "../src/cli/read-configuration.ts";
import { formatProblem } from "../src/config/problem.ts";
import { refusalCodes } from "../src/core/refusal-codes.ts";
import { temporaryDirectory } from "./fakes/temporary-directory.ts";

const root = join(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");

test("docs/faults.md is what its sources say; npm run schemas writes it", () => {
  assert.equal(readFileSync(join(root, "docs/faults.md"), "utf8"), faultsPage());
});

test("every refusal stands under its rule", () => {
  const page = faultsPage();
  for (const code of Object.keys(refusalCodes)) assert.ok(page.includes(`| \`${code}\` |`), code);
});

test("the README's configuration is right and warns of nothing", () => {
  using directory = temporaryDirectory();
  const text = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const file = join(directory.path, "roomwire.yaml");
  writeFileSync(file, text);
  const read = readConfiguration(file, { CREDENTIALS_DIRECTORY: directory.path });
  assert.deepEqual([...(read.ok ? [] : read.problems), ...read.warnings].map(formatProblem), []);
  assert.ok(read.ok);
  assert.deepEqual(
    read.configuration.things.map(({ id }) => String(id)),
    ["greenhouse", "climate"],
  );
});

/** Lines of all examples of a page. */
function examplesOf(page: string): readonly string[] {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].flatMap(([, block = ""]) => block.split("\n"));
}

const serialExamples = examplesOf("docs/serial.md");

/** What `check` says of one connection with one property on it. */
function busProblems(connection: string, property: string): readonly string[] {
  using directory = temporaryDirectory();
  const file = join(directory.path, "roomwire.yaml");
  writeFileSync(
    file,
    `matrix: { homeserver: "https://hs", user: "@agent:hs" }
connections: { bus: ${connection} }
things: { box: { connection: bus, properties: { p: ${property} } } }
`,
  );
  const read = readConfiguration(file, {});
  return read.ok ? [] : read.problems.map(formatProblem);
}

test("every example of docs/serial.md is right", () => {
  const port = "path: /dev/ttyS0, baud_rate: 9600";
  let tried = 0;
  for (const line of serialExamples) {
    const connection = /^ {2}\w+: +(\{.*\})$/.exec(line)?.[1];
    const check = /^(check: \{.*?\}) +#/.exec(line)?.[1];
    const binding = /^((?:from|to): \{.*\})(?: +#.*)?$/.exec(line)?.[1];
    if (connection !== undefined) assert.deepEqual(busProblems(connection, "{ type: string, from: {} }"), [], line);
    if (check !== undefined) {
      const checked = `{ type: serial, ${port}, frame: { fixed: 12 }, ${check} }`;
      assert.deepEqual(busProblems(checked, "{ type: string, from: {} }"), [], line);
    }
    if (binding !== undefined) {
      const tries = ["number", "boolean"].map((type) => {
        return busProblems(`{ type: serial, ${port} }`, `{ type: ${type}, ${binding} }`);
      });
      assert.ok(
        tries.some((problems) => problems.length === 0),
        tries.flat().join("\n"),
      );
    }
    if (connection ?? check ?? binding) tried += 1;
  }
  assert.equal(tried, 18);
});

test("every example of docs/modbus.md is right", () => {
  const line = "{ type: modbus, path: /dev/ttyS0, baud_rate: 9600 }";
  let tried = 0;
  for (const example of examplesOf("docs/modbus.md")) {
    const connection = /^ {2}\w+: +(\{.*\})$/.exec(example)?.[1];
    const binding = /^((?:from|to): \{.*\})(?: +#.*)?$/.exec(example)?.[1];
    if (connection !== undefined) {
      assert.deepEqual(busProblems(connection, "{ type: number, from: { register: 0 } }"), [], example);
    }
    if (binding !== undefined) {
      const tries = ["number", "boolean"].map((type) => busProblems(line, `{ type: ${type}, ${binding} }`));
      assert.ok(
        tries.some((problems) => problems.length === 0),
        tries.flat().join("\n"),
      );
    }
    if (connection ?? binding) tried += 1;
  }
  assert.equal(tried, 15);
});

test("every example of docs/kernel-sensors.md is right", () => {
  let tried = 0;
  for (const example of examplesOf("docs/kernel-sensors.md")) {
    const connection = /^ {2}\w+: +(\{.*\})$/.exec(example)?.[1];
    const binding = /^(from: \{.*\})(?: +#.*)?$/.exec(example)?.[1];
    if (connection !== undefined) {
      assert.deepEqual(busProblems(connection, "{ type: number, from: { as: system, figure: load_1m } }"), [], example);
    }
    if (binding !== undefined) {
      assert.deepEqual(busProblems("{ type: kernel }", `{ type: number, ${binding} }`), [], example);
    }
    if (connection ?? binding) tried += 1;
  }
  assert.equal(tried, 16);
});
