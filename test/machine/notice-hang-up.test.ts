import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { closeSync, constants, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { noticeHangUp } from "../../src/machine/notice-hang-up.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

/** An open line on which nothing is said yet, as serialport holds one. */
function quietLine() {
  const directory = temporaryDirectory();
  const path = join(directory.path, "line");
  execFileSync("mkfifo", [path]);
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  const asked: (() => void)[] = [];
  const port = {
    isOpen: true,
    fd,
    poller: { once: (_event: "readable", then: (error: Error | null) => void) => asked.push(() => then(null)) },
    read: (_buffer: Buffer, _offset: number, _length: number): Promise<{ bytesRead: number }> => assert.fail(),
  };
  noticeHangUp(port);
  return {
    port,
    asked,
    say: (text: string) => writeSync(fd, text),
    [Symbol.dispose]() {
      closeSync(fd);
      directory[Symbol.dispose]();
    },
  };
}

test("a read waits for bytes and gives them", async () => {
  using line = quietLine();
  const buffer = Buffer.alloc(10);
  const reading = line.port.read(buffer, 2, 8);
  while (line.asked.length === 0) await new Promise(setImmediate);
  line.say("hey");
  line.asked[0]?.();
  assert.equal((await reading).bytesRead, 3);
  assert.equal(buffer.toString("latin1", 2, 5), "hey");
});

test("a port that is closed while it is read is not waited for: its poller would end the process", async () => {
  using line = quietLine();
  const reading = line.port.read(Buffer.alloc(8), 0, 8);
  line.port.isOpen = false;
  await assert.rejects(reading, { canceled: true });
  assert.equal(line.asked.length, 0);
});
