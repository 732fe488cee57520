import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { fakeSysfs } from "../fakes/fake-sysfs.ts";

test("a process whose read of a sensor hangs says so and ends in order, with its exit code", {
  timeout: 20_000,
}, async () => {
  using sysfs = fakeSysfs();
  const place = "platform/i2c-1/1-0048/hwmon/hwmon0";
  sysfs.plug("hwmon", place, { name: "lm75\n", temp1_input: "" });
  sysfs.hang(place, "temp1_input");
  const words = [join(import.meta.dirname, "hung-read.ts"), sysfs.root];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, "close");
  assert.equal(code, 3);
  assert.deepEqual(JSON.parse(said), [{ kind: "failure", why: "silent", detail: "no answer in 100 ms" }]);
});
