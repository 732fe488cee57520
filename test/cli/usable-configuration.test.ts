import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { usableConfiguration } from "../../src/cli/usable-configuration.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

test("what the configuration cannot know, whether a key was pinned, is no warning of who reads it", () => {
  using directory = temporaryDirectory();
  const file = join(directory.path, "roomwire.yaml");
  writeFileSync(
    file,
    `matrix: { homeserver: "https://hs", user: "@a:hs" }
operators: [{ user: "@ana:hs" }]
connections: { trial: { type: simulated } }
things: { box: { connection: trial, properties: { level: { type: number, unit: C, from: { wave: sine } } } } }
`,
  );
  const log = new LogLines();
  usableConfiguration(file, log, { warns: true });
  assert.match(log.lines.find((line) => line.startsWith("warn: ")) ?? "", /C is coulomb/);
  assert.match(log.lines.find((line) => line.startsWith("debug: ")) ?? "", /no key of @ana:hs stands here/);
  assert.equal(log.lines.length, 2);
});
