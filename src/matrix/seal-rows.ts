import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { AgentFault } from "../core/agent-fault.ts";
import type { KeyChange, KeyRows } from "../core/key-rows.ts";

const nonceBytes = 12;
const tagBytes = 16;
const cipher = "aes-256-gcm";

/**
 * Rows that lie encrypted: keys as HMAC-SHA-256, key and value together under AES-256-GCM, bound to their place. The crypto
 * library could encrypt by itself, but with a new nonce at each save, so that nobody could see that nothing changed.
 * `secret` is 32 random bytes. Reading throws `wrong-store-key` when it is another one, or a row was altered.
 */
export function sealRows(rows: KeyRows, secret: Uint8Array): KeyRows {
  const nameKey = Buffer.from(hkdfSync("sha256", secret, "", "roomwire key names", 32));
  const rowKey = Buffer.from(hkdfSync("sha256", secret, "", "roomwire key rows", 32));
  const sealedKey = (database: string, store: string, key: string): string =>
    createHmac("sha256", nameKey)
      .update(place(database, store, key))
      .digest("base64");

  const seal = (change: KeyChange): KeyChange => {
    if (change.kind === "clear") return change;
    const { database, store } = change;
    const key = sealedKey(database, store, change.key);
    if (change.kind === "delete") return { kind: "delete", database, store, key };
    const text = JSON.stringify([change.key, change.value]);
    return { kind: "put", database, store, key, value: encrypt(rowKey, place(database, store, key), text) };
  };
  return {
    databases: () => rows.databases(),
    *rows(database, store) {
      for (const row of rows.rows(database, store)) {
        const [key, value] = JSON.parse(decrypt(rowKey, place(database, store, row.key), row.value)) as [
          string,
          string,
        ];
        yield { key, value };
      }
    },
    apply: (changes) => rows.apply(changes.map(seal)),
    replace: (shape, changes) => rows.replace(shape, changes.map(seal)),
    remove: (database) => rows.remove(database),
  };
}

function place(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

function encrypt(key: Uint8Array, where: string, text: string): string {
  const nonce = randomBytes(nonceBytes);
  const encrypting = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(where));
  const parts = [nonce, encrypting.update(text, "utf8"), encrypting.final(), encrypting.getAuthTag()];
  return Buffer.concat(parts).toString("base64");
}

function decrypt(key: Uint8Array, where: string, sealed: string): string {
  const bytes = Buffer.from(sealed, "base64");
  try {
    const decrypting = createDecipheriv(cipher, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
      .setAAD(Buffer.from(where))
      .setAuthTag(bytes.subarray(-tagBytes));
    return decrypting.update(bytes.subarray(nonceBytes, -tagBytes), undefined, "utf8") + decrypting.final("utf8");
  } catch (cause) {
    throw new AgentFault("wrong-store-key", undefined, { cause });
  }
}
