import assert from "node:assert/strict";
import { createDecipheriv, hash, randomBytes } from "node:crypto";
import { test } from "node:test";
import { sealAttachment } from "../../src/matrix/seal-attachment.ts";

test("what is sealed opens as the Matrix specification says, each time under another key and counter", () => {
  const plain = randomBytes(100_003);
  const [one, other] = [sealAttachment(plain), sealAttachment(plain)];
  for (const { ciphertext, opens } of [one, other]) {
    const { v, key, iv, hashes } = opens;
    assert.deepEqual(
      [v, key.kty, key.alg, key.ext, key.key_ops.join()],
      ["v2", "oct", "A256CTR", true, "encrypt,decrypt"],
    );
    assert.match(`${iv}${hashes.sha256}`, /^[A-Za-z0-9+/]+$/);
    assert.match(key.k, /^[\w-]{43}$/);
    assert.equal(`${hashes.sha256}=`, hash("sha256", ciphertext, "base64"));
    const block = Buffer.from(iv, "base64");
    assert.deepEqual([block.length, block.readBigUInt64BE(8)], [16, 0n]);
    const cipher = createDecipheriv("aes-256-ctr", Buffer.from(key.k, "base64url"), block);
    assert.deepEqual(Buffer.concat([cipher.update(ciphertext), cipher.final()]), plain);
  }
  assert.notEqual(one.opens.key.k, other.opens.key.k);
  assert.notEqual(one.opens.iv, other.opens.iv);
});
