import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import type { XSchema } from "../schemas/schema.ts";
import { configDocs } from "../scripts/emit-config-docs.ts";
import { compileCheck } from "../src/checking/compile-check.ts";
import { readConfiguration } from "../src/cli/read-configuration.ts";
import { formatProblem } from "../src/config/problem.ts";
import { includedFileSchema, wholeSchema } from "../src/config/schema/whole-schema.ts";
import { driverTable } from "../src/drivers/driver-table.ts";
import { packageFiles } from "../src/machine/package-files.ts";

const { root } = packageFiles();
const example = join(root, "examples/roomwire.yaml");

for (const [file, text] of configDocs()) {
  test(`${file} is what its sources say; node scripts/emit-config-docs.ts writes it`, () => {
    assert.equal(readFileSync(join(root, file), "utf8"), text);
  });
}

test("the example is a right configuration without a warning", () => {
  const read = readConfiguration(example, { CREDENTIALS_DIRECTORY: "/run/credentials/roomwire.service" });
  assert.deepEqual(read.ok ? [] : read.problems.map(formatProblem), []);
  assert.deepEqual(read.warnings.map(formatProblem), []);
});

test("editors find nothing wrong with the example, and a slip in it", () => {
  const check = compileCheck(wholeSchema(driverTable) as XSchema);
  const right: Record<string, unknown> = parse(readFileSync(example, "utf8"));
  const checked = check(right);
  assert.deepEqual(checked.ok ? [] : checked.problems, []);
  assert.equal(check({ ...right, operatos: [] }).ok, false);
});

test("editors find nothing wrong with the Things of every example in a file of their own, and a slip in it", () => {
  const check = compileCheck(includedFileSchema(driverTable) as XSchema);
  for (const folder of readdirSync(join(root, "examples"), { withFileTypes: true }).filter((one) =>
    one.isDirectory(),
  )) {
    const { connections, things } = parse(readFileSync(join(root, "examples", folder.name, "roomwire.yaml"), "utf8"));
    const checked = check({ connections, things });
    assert.deepEqual(checked.ok ? [] : checked.problems, [], folder.name);
    assert.equal(check({ connections, thing: things }).ok, false);
  }
});

test("every key of the configuration is described", () => {
  const page = readFileSync(join(root, "docs/config.md"), "utf8");
  const bare = page.split("\n").filter((line) => /^\| `/.test(line) && / \| {1,2}\|$/.test(line));
  assert.deepEqual(bare, []);
});
