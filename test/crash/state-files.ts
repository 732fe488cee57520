import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openControlFile } from "../../src/store/control-file.ts";
import { openReadingFile } from "../../src/store/reading-file.ts";
import { verifyAudit } from "../../src/store/verify-audit.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import type { Content, Remains, StatePlace } from "./state-place.ts";

/** State in real files: each life has a directory of its own, a copy of the last one's as the disk held it when that life was stopped. */
export function stateFiles(directory: string): StatePlace & Disposable {
  const opened = new DisposableStack();
  let lives = 0;
  const own = (life: number): string => join(directory, String(life));
  return {
    open(clock, log) {
      lives += 1;
      mkdirSync(own(lives), { recursive: true });
      const files = opened.use(new DisposableStack());
      const store = files.use(openControlFile(own(lives), clock));
      const readingLog = files.use(
        openReadingFile(own(lives), {
          durabilityMs: 300,
          keep: { size: 64 * 2 ** 20, age: 400 * 86_400_000 },
          clock,
          onFault: ({ detail }) => log.error(detail),
          onDamage: (detail) => log.error(detail),
        }),
      );
      return { store, readingLog, [Symbol.dispose]: () => files.dispose() };
    },
    stopped: () => cpSync(own(lives), own(lives + 1), { recursive: true }),
    remains: () => remainsOf(own(lives)),
    [Symbol.dispose]: () => opened.dispose(),
  };
}

async function remainsOf(directory: string): Promise<Remains> {
  const faults = await judgeChain(directory);
  using control = openLeft(join(directory, "control.db"));
  using readings = openLeft(join(directory, "readings.db"));
  const commands = control.rows("SELECT id, outcome FROM commands WHERE command IS NOT NULL");
  const notes = control.rows(
    "SELECT kind, json_extract(body, '$.id') AS id, json_extract(body, '$.event') AS event FROM audit",
  );
  const [cursor] = readings.rows("SELECT delivered_through AS through FROM cursor");
  const [sealed] = readings.rows("SELECT txn, through FROM sealed");
  return {
    inbox: control.rows("SELECT 1 FROM inbox").length,
    journal: new Map(commands.map(({ id, outcome }) => [String(id), statusOf(outcome)])),
    outbox: control.rows("SELECT id, created_at, event FROM outbox").map(({ id, created_at, event }) => ({
      txn: `roomwire.post.${id}.${created_at}`,
      content: (JSON.parse(String(event)) as { readonly content: Content }).content,
    })),
    notes: notes.map(({ kind, id, event }) => ({ kind: String(kind), id: textOf(id), event: textOf(event) })),
    delivered: Number(cursor?.through),
    sealed: sealed && { txn: String(sealed.txn), through: Number(sealed.through) },
    faults,
  };
}

function statusOf(outcome: unknown): string | undefined {
  return typeof outcome === "string" ? (JSON.parse(outcome) as { readonly status: string }).status : undefined;
}

function textOf(cell: unknown): string | undefined {
  return typeof cell === "string" ? cell : undefined;
}

async function judgeChain(directory: string): Promise<readonly string[]> {
  using store = openControlFile(directory, new HandClock());
  const verdict = await verifyAudit(store.auditChain, [], async () => undefined);
  return verdict.kind === "whole" ? [] : [`the audit is broken at ${verdict.entry}: ${verdict.detail}`];
}

/** A file that a play left, to be asked. */
function openLeft(file: string): Disposable & { rows(sql: string): readonly Content[] } {
  const database = new DatabaseSync(file, { readOnly: true });
  return { rows: (sql) => database.prepare(sql).all(), [Symbol.dispose]: () => database.close() };
}
