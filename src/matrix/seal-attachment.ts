import { createCipheriv, hash, randomBytes } from "node:crypto";
import type { SealedFile } from "../core/attachment.ts";

export interface SealedAttachment {
  readonly ciphertext: Uint8Array<ArrayBuffer>;
  /** All that opens it but the address, which the homeserver gives. */
  readonly opens: Omit<SealedFile, "url">;
}

/**
 * AES-CTR of 256 bits under a key used once (Matrix spec, "Sending encrypted attachments"). The lower half of the counter block begins at
 * 0, so that it cannot overflow.
 */
export function sealAttachment(plain: Uint8Array): SealedAttachment {
  const key = randomBytes(32);
  const block = Buffer.concat([randomBytes(8), Buffer.alloc(8)]);
  const cipher = createCipheriv("aes-256-ctr", key, block);
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  return {
    ciphertext,
    opens: {
      v: "v2",
      key: { kty: "oct", key_ops: ["encrypt", "decrypt"], alg: "A256CTR", k: key.toString("base64url"), ext: true },
      iv: unpadded(block.toString("base64")),
      hashes: { sha256: unpadded(hash("sha256", ciphertext, "base64")) },
    },
  };
}

function unpadded(base64: string): string {
  return base64.replace(/=+$/, "");
}
