import type { AuditChain } from "../core/audit-ports.ts";
import type { Clock } from "../core/clock.ts";
import type { ControlStore } from "../core/store-ports.ts";
import { auditChain } from "./audit-chain.ts";
import { auditRows } from "./audit-rows.ts";
import { controlSchema } from "./control-schema.ts";
import { inboxRows } from "./inbox-rows.ts";
import { journalRows } from "./journal-rows.ts";
import { type DatabaseOptions, openDatabase } from "./open-database.ts";
import { outboxRows } from "./outbox-rows.ts";
import { pinRows } from "./pin-rows.ts";
import { switchRows } from "./switch-rows.ts";

export interface ControlFile extends ControlStore, Disposable {
  readonly auditChain: AuditChain;
}

/** Many small rows in many tables: half of SQLite's usual pages halves what a command writes. */
const pageBytes = 2048;

/**
 * Opens `control.db`: inbox, sync token, replay marks, command journal, outbox, pins, switches, audit and small facts, each change synced when it
 * returns. Throws as `openDatabase` does; a full disk later is `store-unwritable`.
 */
export function openControlFile(
  directory: string,
  clock: Clock,
  options: Pick<DatabaseOptions, "giveUpRoom"> = {},
): ControlFile {
  const database = openDatabase(directory, "control.db", controlSchema, { pageBytes, ...options });
  const inbox = inboxRows(database);
  const journal = journalRows(database, clock);
  const outbox = outboxRows(database, clock);
  const audit = auditRows(database, clock);
  const fact = database.query<{ readonly value: string }>("SELECT value FROM facts WHERE name = ?");
  const setFact = database.change(
    "INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
  );
  return {
    token: inbox.token,
    keep: inbox.keep,
    nextEvent: inbox.nextEvent,
    waiting: inbox.waiting,
    highestIndex: journal.highestIndex,
    knowsCommand: journal.knowsCommand,
    journalEntry: journal.journalEntry,
    unfinished: journal.unfinished,
    judge(verdict) {
      database.inTransaction(() => {
        inbox.remove(verdict.position);
        journal.record(verdict);
        for (const post of verdict.posts) outbox.add(post);
        for (const note of verdict.notes) audit.audit(note);
      });
    },
    finish(commandId, outcome, posts, notes) {
      database.inTransaction(() => {
        journal.end(commandId, outcome);
        for (const post of posts) outbox.add(post);
        for (const note of notes) audit.audit(note);
      });
    },
    ...pinRows(database, audit.audit),
    ...switchRows(database),
    ...audit,
    auditChain: auditChain((sql) => database.query(sql)),
    post: outbox.add,
    nextPost: outbox.next,
    keepSealed: outbox.keepSealed,
    removePost: outbox.remove,
    postsWaiting: outbox.waiting,
    fact: (name) => fact.first(name)?.value,
    setFact(name, value) {
      setFact(name, value);
    },
    [Symbol.dispose]() {
      database[Symbol.dispose]();
    },
  };
}
