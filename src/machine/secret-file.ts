import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { AgentFault } from "../core/agent-fault.ts";

/** A small file that only the agent's user may read. */
export interface SecretFile {
  /** Its text without line ends at the end; undefined when there is none. Throws AgentFault when it cannot be read. */
  read(): string | undefined;
  /** Whole or not at all, mode 0600, on the disk when it returns. Throws AgentFault `state-directory`. */
  write(text: string): void;
}

export function secretFile(path: string): SecretFile {
  return { read: () => readText(path), write: (text) => writeText(path, text) };
}

/** 32 random bytes, made once and kept in hexadecimal. */
export function secretKey(file: SecretFile): Uint8Array<ArrayBuffer> {
  const kept = file.read();
  if (kept !== undefined) return new Uint8Array(Buffer.from(kept, "hex"));
  const fresh = randomBytes(32);
  file.write(fresh.toString("hex"));
  return new Uint8Array(fresh);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trimEnd();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new AgentFault("state-directory", `${path} cannot be read.`, { cause });
  }
}

function writeText(path: string, text: string): void {
  const draft = `${path}.new`;
  try {
    const file = openSync(draft, "w", 0o600);
    try {
      writeSync(file, `${text}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
    const folder = openSync(dirname(path), "r");
    fsyncSync(folder);
    closeSync(folder);
  } catch (cause) {
    throw new AgentFault("state-directory", `${path} cannot be written.`, { cause });
  }
}
