import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { wipe } from "../../src/cli/wipe.ts";
import { openLog } from "../../src/machine/open-log.ts";
import { writeConfiguration } from "../agent/agent-process.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

test("the question stands apart from what is printed, and any other word wipes nothing", async () => {
  using directory = temporaryDirectory();
  const config = writeConfiguration(directory.path, { homeserver: "http://hs:1", user: "@box:x", password: "secret" });
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const stderr = new PassThrough();
  stdin.end("yes\n");
  const printed: string[] = [];
  const log = openLog({ level: "info", write: () => undefined });
  const asked = wipe({ config, yes: false }, log, (line) => printed.push(line), { stdin, stderr });
  await assert.rejects(asked, { code: "bad-usage", message: "Nothing was wiped." });
  assert.deepEqual(printed, []);
  assert.match(String(stderr.read()), /^This erases keys, .*\n.*recovery key of @box:x.*\nType WIPE to do it: $/);
});
