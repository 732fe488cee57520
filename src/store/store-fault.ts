import { dirname, join } from "node:path";
import { AgentFault } from "../core/agent-fault.ts";
import type { FatalCode } from "../core/fatal-codes.ts";

/** Primary result codes (sqlite.org/rescode.html) that mean something to the person who runs the agent. */
const codeOf: ReadonlyMap<number, FatalCode> = new Map([
  [5, "store-locked"],
  [6, "store-locked"],
  [8, "store-unwritable"],
  [10, "store-unwritable"],
  [11, "store-corrupt"],
  [13, "store-unwritable"],
  [14, "state-directory"],
  [26, "store-corrupt"],
]);

/** A failure of one store file as a fault with one sentence that names the file and what to do. */
export function storeFault(file: string, cause: unknown, known?: FatalCode): AgentFault {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const code = known ?? codeOf.get(primaryCode(cause)) ?? (isStrangeForm(reason) ? "store-corrupt" : "internal");
  switch (code) {
    case "store-locked":
      return new AgentFault(code, `${file} is in use by another process.`, { cause });
    case "store-corrupt":
      return new AgentFault(code, `${file} is damaged: ${reason}.`, {
        cause,
        remedy: file.endsWith("crypto.db")
          ? lostKeysRemedy(file)
          : `Move ${file} and its -wal file away and start again.`,
      });
    case "store-unwritable":
      return new AgentFault(code, `${file} could not be written: ${reason}.`, { cause });
    case "state-directory":
      return new AgentFault(code, `${file} cannot be opened: ${reason}.`, { cause });
    default:
      return new AgentFault(code, `${file}: ${reason}`, { cause });
  }
}

/** With the old token the homeserver would take the new keys for those of the old device. All else is kept. */
function lostKeysRemedy(file: string): string {
  const login = join(dirname(file), "login.json");
  return `Move ${file} with its -wal file, and ${login}, away and start again: the agent must log in anew, as a new device; readings, journal and identity are kept. Then delete the old device in a Matrix client.`;
}

/** The state directory could not be made or entered. */
export function directoryFault(directory: string, cause: unknown): AgentFault {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AgentFault("state-directory", `The state directory ${directory} cannot be used: ${reason}.`, {
    cause,
    remedy: `Make ${directory} a directory that the agent's user alone can write (0700), on a writable disk.`,
  });
}

/** A header that was altered is SQLITE_ERROR to SQLite, like a mistake in SQL. */
function isStrangeForm(reason: string): boolean {
  return reason === "unsupported file format";
}

/** SQLITE_FULL: there was no room for it. */
export function isDiskFull(fault: unknown): boolean {
  return fault instanceof AgentFault && primaryCode(fault.cause) === 13;
}

/** SQLITE_IOERR: the disk failed. */
export function isDiskFailure(fault: unknown): boolean {
  return fault instanceof AgentFault && primaryCode(fault.cause) === 10;
}

/** Node puts SQLite's extended code on the error; its low byte is the primary one. */
function primaryCode(cause: unknown): number {
  if (!(cause instanceof Error) || !("errcode" in cause) || typeof cause.errcode !== "number") return 0;
  return cause.errcode & 0xff;
}
