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
