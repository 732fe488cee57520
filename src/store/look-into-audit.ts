import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { AuditChain } from "../core/audit-ports.ts";
import { auditChain } from "./audit-chain.ts";
import { storeFault } from "./store-fault.ts";

/** The schema version of control.db that brought the audit. */
const firstWithAudit = 2;

/**
 * The audit of an agent that does not run, for reading only, with what a crash left in the write-ahead log. undefined where
 * there is none yet. Throws `store-locked` while an agent runs, else as `openDatabase` does.
 */
export function lookIntoAudit(directory: string): (Disposable & { readonly chain: AuditChain }) | undefined {
  const file = join(directory, "control.db");
  if (!existsSync(file)) return undefined;
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const open = database;
    if (Number(open.prepare("PRAGMA user_version").get()?.user_version) < firstWithAudit) {
      open.close();
      return undefined;
    }
    // The rows are what control-schema.ts says; whoever altered them is to be found out by their hashes.
    const chain = auditChain(<Row>(sql: string) => {
      const statement = open.prepare(sql);
      return {
        first: (...cells) => statement.get(...cells) as Row | undefined,
        all: (...cells) => statement.all(...cells) as Row[],
      };
    });
    return { chain, [Symbol.dispose]: () => open.close() };
  } catch (cause) {
    if (database?.isOpen) database.close();
    throw storeFault(file, cause);
  }
}
