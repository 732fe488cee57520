import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32c } from "../../src/store/crc32c.ts";

test("the check values of RFC 3720, appendix B.4, come out", () => {
  assert.equal(crc32c(new TextEncoder().encode("123456789")), 0xe3069283);
  assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
  assert.equal(crc32c(new Uint8Array(32).fill(0xff)), 0x62a8ab43);
  assert.equal(crc32c(Uint8Array.from({ length: 32 }, (_, place) => place)), 0x46dd794e);
  assert.equal(crc32c(new Uint8Array()), 0);
});

test("every single flipped bit changes it", () => {
  const bytes = new Uint8Array(40).map((_, place) => place * 7);
  const before = crc32c(bytes);
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = bytes.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.notEqual(crc32c(flipped), before);
  }
});
