import { AgentFault } from "../core/agent-fault.ts";
import type { Clock } from "../core/clock.ts";
import type { Outcome } from "../core/outcome.ts";
import type { JournalEntry, Verdict } from "../core/store-ports.ts";
import { commandText, outcomeText, readCommand, readOutcome } from "./command-text.ts";
import type { Database } from "./database.ts";

interface JournalRow {
  readonly command: string;
  readonly judged_at: number;
  readonly outcome: string | null;
}

export interface JournalRows {
  highestIndex(sessionId: string): number | undefined;
  knowsCommand(id: string): boolean;
  journalEntry(id: string): JournalEntry | undefined;
  /** The lasting marks of a verdict: index used, id seen, command begun. Belongs inside a transaction. */
  record(verdict: Pick<Verdict, "seen" | "commandId" | "begin">): void;
  end(commandId: string, outcome: Outcome): void;
  unfinished(): readonly JournalEntry[];
}

const keptMs = 30 * 24 * 60 * 60 * 1000;

/** What was judged and done: Megolm indexes for ever, command ids with their commands and outcomes for at least 30 days. */
export function journalRows(database: Database, clock: Clock): JournalRows {
  const highest = database.query<{ readonly highest: number }>(
    "SELECT highest FROM megolm_sessions WHERE session_id = ?",
  );
  const raise = database.change(
    `INSERT INTO megolm_sessions (session_id, highest) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET highest = max(highest, excluded.highest)`,
  );
  const knows = database.query("SELECT 1 FROM commands WHERE id = ?");
  const byId = database.query<JournalRow>("SELECT * FROM commands WHERE id = ? AND command IS NOT NULL");
  const remember = database.change("INSERT INTO commands (id, judged_at) VALUES (?, ?) ON CONFLICT DO NOTHING");
  const begin = database.change("INSERT INTO commands (id, judged_at, command) VALUES (?, ?, ?)");
  // A few at a time and from the old end: no index by age is written at each command.
  const forgetSome = database.change(
    `DELETE FROM commands WHERE judged_at < ? AND (command IS NULL OR outcome IS NOT NULL)
     AND entry IN (SELECT entry FROM commands ORDER BY entry LIMIT 8)`,
  );
  const end = database.change(
    "UPDATE commands SET outcome = ? WHERE id = ? AND command IS NOT NULL AND outcome IS NULL",
  );
  const open = database.query<JournalRow>(
    "SELECT * FROM commands WHERE command IS NOT NULL AND outcome IS NULL ORDER BY entry",
  );

  return {
    highestIndex: (sessionId) => highest.first(sessionId)?.highest,
    knowsCommand: (id) => knows.first(id) !== undefined,
    journalEntry(id) {
      const row = byId.first(id);
      return row === undefined ? undefined : journalEntry(row);
    },
    record({ seen, commandId, begin: command }) {
      if (seen !== undefined) raise(seen.sessionId, seen.index);
      if (commandId === undefined && command === undefined) return;
      forgetSome(clock.now() - keptMs);
      if (command !== undefined) begin(command.id, clock.now(), commandText(command));
      if (commandId !== undefined) remember(commandId, clock.now());
    },
    end(commandId, outcome) {
      if (end(outcomeText(outcome), commandId) === 0) {
        throw new AgentFault("internal", `Command ${commandId} ended twice, or was never begun.`);
      }
    },
    unfinished: () => open.all().map(journalEntry),
  };
}

function journalEntry({ command, judged_at, outcome }: JournalRow): JournalEntry {
  return {
    command: readCommand(command),
    begunAt: judged_at,
    outcome: outcome === null ? undefined : readOutcome(outcome),
  };
}
