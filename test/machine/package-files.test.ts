import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { packageFiles } from "../../src/machine/package-files.ts";

test("the package knows its version and hands out the profiles that it lists, and nothing else", () => {
  const files = packageFiles();
  assert.equal(files.version, JSON.parse(readFileSync(join(files.root, "package.json"), "utf8")).version);
  for (const name of files.profileNames()) {
    const profile = files.readProfile(name);
    assert.equal(profile?.text, readFileSync(join(files.root, profile?.file ?? ""), "utf8"));
  }
  assert.equal(files.readProfile("../package"), undefined);
});
