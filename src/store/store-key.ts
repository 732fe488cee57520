import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AgentFault } from "../core/agent-fault.ts";
import { errorCode } from "../core/error-code.ts";
import { directoryFault } from "./store-fault.ts";
import { writeWhole } from "./write-whole.ts";

const keyBytes = 32;

/**
 * The 32 random bytes under which the rows of crypto.db lie sealed: `directory/store.key`, 0600, made at the first call.
 * Erasing it erases the keys. Throws `state-directory`, or `wrong-store-key` when the file is not 32 bytes long.
 */
export function readStoreKey(directory: string): Uint8Array {
  const file = join(directory, "store.key");
  const key = readIfThere(directory, file) ?? makeKey(directory, file);
  if (key.length !== keyBytes) {
    throw new AgentFault("wrong-store-key", `${file} should be ${keyBytes} bytes long and is ${key.length}.`);
  }
  return key;
}

function readIfThere(directory: string, file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch (cause) {
    if (errorCode(cause) === "ENOENT") return undefined;
    throw directoryFault(directory, cause);
  }
}

function makeKey(directory: string, file: string): Uint8Array {
  const key = randomBytes(keyBytes);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeWhole(file, key);
  } catch (cause) {
    throw directoryFault(directory, cause);
  }
  return key;
}
