import type { Database } from "../database.ts";
import { summedTable } from "../summed-table.ts";

type NoteRow = { readonly source: string; readonly note: string };

export const noteColumns = ["source", "note"] as const;

/** What is remembered of each source that can say things again: one note, replaced with every reading of it. */
export interface SourceNotes {
  /** Inside the caller's transaction. */
  write(notes: ReadonlyMap<string, Uint8Array>): void;
  /** undefined as well where it is damaged. */
  read(source: string): Uint8Array | undefined;
}

export function sourceNotes(database: Database): SourceNotes {
  const table = summedTable<NoteRow>(database, "source_notes", noteColumns);
  const select = table.select("WHERE source = ?");
  return {
    write(notes) {
      for (const [source, note] of notes) table.put({ source, note: Buffer.from(note).toString("base64") });
    },
    read(source) {
      const [row] = select(source).rows;
      return row === undefined ? undefined : Buffer.from(row.note, "base64");
    },
  };
}
