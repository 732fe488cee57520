import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { AgentFault } from "../core/agent-fault.ts";
import { directoryFault } from "./store-fault.ts";

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
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw directoryFault(directory, cause);
  }
}

/** Whole and on the disk under its name, or not there at all. */
function makeKey(directory: string, file: string): Uint8Array {
  const key = randomBytes(keyBytes);
  const draft = `${file}.new`;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const descriptor = openSync(draft, "w", 0o600);
    writeSync(descriptor, key);
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(draft, file);
    const folder = openSync(directory, "r");
    fsyncSync(folder);
    closeSync(folder);
  } catch (cause) {
    throw directoryFault(directory, cause);
  }
  return key;
}
