import type { AuditChain } from "../core/audit-ports.ts";
import type { Clock } from "../core/clock.ts";
import type { ControlStore } from "../core/store-ports.ts";
import { auditChain } from "./audit-chain.ts";
import { auditRows } from "./audit-rows.ts";
import { controlSchema } from "./control-schema.ts";
import { inboxRows } from "./inbox-rows.ts";
import { journalRows } from "./journal-rows.ts";
import { LaterWrites } from "./later-writes.ts";
import { type DatabaseOptions, openDatabase } from "./open-database.ts";
import { outboxRows } from "./outbox-rows.ts";
import { pinRows } from "./pin-rows.ts";
import { switchRows } from "./switch-rows.ts";

export interface ControlFile extends ControlStore, Disposable {
  readonly auditChain: AuditChain;
  /** A write that changes nothing, to see whether the disk takes it. */
  tryWrite(): void;
}

/** SQLite's smallest: a command changes a few bytes in each of many tables, and each change writes a whole page. */
const pageBytes = 512;

/**
 * Opens `control.db`: inbox, sync token, replay marks, command journal, outbox, pins, switches, audit and small facts, each change synced when it
 * returns but for what may wait for the next one. Throws as `openDatabase` does; a full disk later is `store-unwritable`.
 */
export function openControlFile(
  directory: string,
  clock: Clock,
  options: Pick<DatabaseOptions, "giveUpRoom" | "onUnwritable"> = {},
): ControlFile {
  const database = openDatabase(directory, "control.db", controlSchema, { pageBytes, ...options });
  const later = new LaterWrites(database, clock);
  const inbox = inboxRows(database, later);
  const journal = journalRows(database, clock);
  const outbox = outboxRows(database, clock, later);
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
      later.together(() => {
        inbox.remove(verdict.position);
        journal.record(verdict);
        for (const post of verdict.posts) outbox.add(post);
        for (const note of verdict.notes) audit.audit(note);
      });
    },
    finish(commandId, outcome, posts, notes) {
      later.together(() => {
        journal.end(commandId, outcome);
        for (const post of posts) outbox.add(post);
        for (const note of notes) audit.audit(note);
      });
    },
    ...pinRows(database, audit.audit),
    ...switchRows(database),
    ...audit,
    auditChain: auditChain((sql) => database.query(sql)),
    tryWrite: database.tryWrite,
    together: (work) => later.together(work),
    post: (post) => later.together(() => outbox.add(post)),
    nextPost: outbox.next,
    keepSealed: (id, sealed) => later.together(() => outbox.keepSealed(id, sealed)),
    removePost: outbox.remove,
    postsWaiting: outbox.waiting,
    fact: (name) => fact.first(name)?.value,
    setFact(name, value) {
      setFact(name, value);
    },
    [Symbol.dispose]() {
      later[Symbol.dispose]();
      database[Symbol.dispose]();
    },
  };
}
