import { AgentFault } from "../core/agent-fault.ts";
import type { Clock } from "../core/clock.ts";
import type { Command } from "../core/command.ts";
import type { Outcome } from "../core/outcome.ts";
import type { JournalEntry, Verdict } from "../core/store-ports.ts";
import { commandText, outcomeText, readCommand, readOutcome } from "./command-text.ts";
import type { Database } from "./open-database.ts";

interface JournalRow {
  readonly command: string;
  readonly begun_at: number;
  readonly outcome: string | null;
}

export interface JournalRows {
  highestIndex(sessionId: string): number | undefined;
  knowsCommand(id: string): boolean;
  /** The lasting marks of a verdict: index used, id seen, command begun. Belongs inside a transaction. */
  record(verdict: Pick<Verdict, "seen" | "commandId" | "begin">): void;
  end(commandId: string, outcome: Outcome): void;
  unfinished(): readonly JournalEntry[];
}

const keptMs = 30 * 24 * 60 * 60 * 1000;

/** What was judged and done: Megolm indexes for ever, command ids and finished commands for 30 days. */
export function journalRows(database: Database, clock: Clock): JournalRows {
  const highest = database.query<{ readonly highest: number }>(
    "SELECT highest FROM megolm_sessions WHERE session_id = ?",
  );
  const raise = database.change(
    `INSERT INTO megolm_sessions (session_id, highest) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET highest = max(highest, excluded.highest)`,
  );
  const knows = database.query("SELECT 1 FROM command_ids WHERE id = ?");
  const remember = database.change("INSERT INTO command_ids (id, seen_at) VALUES (?, ?) ON CONFLICT DO NOTHING");
  const forget = database.change("DELETE FROM command_ids WHERE seen_at < ?");
  const forgetFinished = database.change("DELETE FROM journal WHERE begun_at < ? AND outcome IS NOT NULL");
  const begin = database.change("INSERT INTO journal (command_id, command, begun_at) VALUES (?, ?, ?)");
  const end = database.change("UPDATE journal SET outcome = ? WHERE command_id = ? AND outcome IS NULL");
  const open = database.query<JournalRow>("SELECT * FROM journal WHERE outcome IS NULL AND entry <= ? ORDER BY entry");
  const newest = database.query<{ readonly entry: number | null }>("SELECT max(entry) AS entry FROM journal");
  const lastBeforeStart = newest.first()?.entry ?? 0;

  const beginCommand = (command: Command): void => {
    begin(command.id, commandText(command), clock.now());
  };
  return {
    highestIndex: (sessionId) => highest.first(sessionId)?.highest,
    knowsCommand: (id) => knows.first(id) !== undefined,
    record({ seen, commandId, begin }) {
      if (seen !== undefined) raise(seen.sessionId, seen.index);
      if (commandId !== undefined) {
        forget(clock.now() - keptMs);
        forgetFinished(clock.now() - keptMs);
        remember(commandId, clock.now());
      }
      if (begin !== undefined) beginCommand(begin);
    },
    end(commandId, outcome) {
      if (end(outcomeText(outcome), commandId) === 0) {
        throw new AgentFault("internal", `Command ${commandId} ended twice, or was never begun.`);
      }
    },
    unfinished: () => open.all(lastBeforeStart).map(journalEntry),
  };
}

function journalEntry({ command, begun_at, outcome }: JournalRow): JournalEntry {
  return {
    command: readCommand(command),
    begunAt: begun_at,
    outcome: outcome === null ? undefined : readOutcome(outcome),
  };
}
