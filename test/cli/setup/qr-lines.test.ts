import assert from "node:assert/strict";
import { test } from "node:test";
import { qrLines } from "../../../src/cli/setup/qr-lines.ts";

const link = `https://account.matrix.org/link?code=${"A".repeat(12)}`;

test("a link fits a terminal of 80 columns and 24 lines, and is left out where it does not", async () => {
  const lines = (await qrLines(link, 80)) ?? assert.fail();
  assert.ok(lines.length <= 24, `${lines.length} lines`);
  assert.equal(await qrLines(link, 30), undefined);
});

test("it is light around and dark inside whatever the terminal's colours are", async () => {
  const lines = (await qrLines(link, 80)) ?? assert.fail();
  for (const line of lines) {
    assert.ok(line.startsWith("\x1b[97;40m") && line.endsWith("\x1b[0m"), line);
    assert.match(line.slice("\x1b[97;40m".length, -"\x1b[0m".length), /^█{4}[█▀▄ ]+█{4}$|^▀+$/);
  }
});
