import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import fc from "fast-check";
import { type AuditRow, auditToldFact } from "../../src/core/audit-ports.ts";
import { auditHash } from "../../src/store/audit-rows.ts";
import { openControlFile } from "../../src/store/control-file.ts";
import { type AuditBreak, verifyAudit } from "../../src/store/verify-audit.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

const breathe = async (): Promise<void> => undefined;
const length = 12;

/** A file with 12 entries, opened by hand; each look at it afterwards is the agent's own. */
function scene() {
  const directory = temporaryDirectory();
  const clock = new HandClock();
  {
    using store = openControlFile(directory.path, clock);
    for (let number = 1; number <= length; number++) {
      clock.jump(1000);
      store.audit({ kind: number % 2 ? "command" : "outcome", body: { number } });
    }
  }
  const database = new DatabaseSync(join(directory.path, "control.db"));
  const insert = database.prepare("INSERT INTO audit (entry, at, kind, body, hash) VALUES (?, ?, ?, ?, ?)");
  return {
    rows: () => database.prepare("SELECT * FROM audit ORDER BY entry").all() as unknown as AuditRow[],
    /** Replaces all rows; the numbers given so far stay known. */
    put(rows: readonly AuditRow[]) {
      database.exec("DELETE FROM audit");
      for (const { entry, at, kind, body, hash } of rows) insert.run(entry, at, kind, body, hash);
    },
    forgetNumbers: () => database.exec("DELETE FROM sqlite_sequence WHERE name = 'audit'"),
    async verify(known: Parameters<typeof verifyAudit>[1] = []) {
      database.close();
      using store = openControlFile(directory.path, clock);
      return await verifyAudit(store.auditChain, known, breathe);
    },
    [Symbol.dispose]() {
      if (database.isOpen) database.close();
      directory[Symbol.dispose]();
    },
  };
}

const anEntry = fc.integer({ min: 1, max: length });
const aText = fc.string({ unit: "grapheme", maxLength: 20 });

async function assertBroken(change: (rows: AuditRow[]) => AuditRow[], entry: number, what: readonly AuditBreak[]) {
  using place = scene();
  place.put(change(place.rows()));
  const verdict = await place.verify();
  assert.equal(verdict.kind, "broken", JSON.stringify(verdict));
  assert.ok(verdict.kind === "broken");
  assert.deepEqual([verdict.entry, what.includes(verdict.what)], [entry, true], JSON.stringify(verdict));
}

const changed = (rows: readonly AuditRow[], entry: number, change: (row: AuditRow) => AuditRow): AuditRow[] =>
  rows.map((row) => (row.entry === entry ? change(row) : row));

const properties = { numRuns: 40 };

test("an entry that is altered in any column is named", async () => {
  const column = fc.oneof(
    aText.map((text) => (row: AuditRow) => ({ ...row, body: `${row.body}${text} ` })),
    aText.map((text) => (row: AuditRow) => ({ ...row, kind: `${row.kind}${text}x` })),
    fc.integer({ min: 1, max: 1e9 }).map((ms) => (row: AuditRow) => ({ ...row, at: row.at + ms })),
    fc.nat(63).map((place) => (row: AuditRow) => {
      const digit = row.hash[place] === "0" ? "1" : "0";
      return { ...row, hash: `${row.hash.slice(0, place)}${digit}${row.hash.slice(place + 1)}` };
    }),
  );
  await fc.assert(
    fc.asyncProperty(anEntry, column, (entry, change) =>
      assertBroken((rows) => changed(rows, entry, change), entry, ["altered"]),
    ),
    properties,
  );
});

test("an entry that is altered and hashed anew breaks the link of the next one", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: length - 1 }), (entry) =>
      assertBroken(
        (rows) => {
          const before = rows[entry - 2]?.hash ?? "0".repeat(64);
          return changed(rows, entry, (row) => {
            const forged = { ...row, body: '{"number":99}' };
            return { ...forged, hash: auditHash(before, forged) };
          });
        },
        entry + 1,
        ["altered"],
      ),
    ),
    properties,
  );
});

test("entries that are gone are named, at the beginning, in the middle and at the end", async () => {
  await fc.assert(
    fc.asyncProperty(anEntry, fc.integer({ min: 0, max: 3 }), (entry, more) => {
      const isGone = (row: AuditRow) => row.entry >= entry && row.entry <= entry + more;
      const what = entry + more >= length ? "cut-off" : "missing";
      return assertBroken((rows) => rows.filter((row) => !isGone(row)), entry, [what]);
    }),
    properties,
  );
});

test("two entries that change places are named by the first, with their hashes or without", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(anEntry, { minLength: 2, maxLength: 2 }), fc.boolean(), (pair, withHash) => {
      const [one = 0, other = 0] = pair.toSorted((a, b) => a - b);
      return assertBroken(
        (rows) => {
          const [first, second] = [rows[one - 1], rows[other - 1]];
          if (first === undefined || second === undefined) throw new Error("no such rows");
          const at = (row: AuditRow, here: AuditRow) => ({
            ...row,
            entry: here.entry,
            hash: withHash ? row.hash : here.hash,
          });
          return changed(
            changed(rows, one, () => at(second, first)),
            other,
            () => at(first, second),
          );
        },
        one,
        ["reordered"],
      );
    }),
    properties,
  );
});

test("an entry that is put in is named, wherever the others are pushed up", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: length }), aText, fc.boolean(), (entry, text, isHashed) =>
      assertBroken(
        (rows) => {
          const before = rows[entry - 2]?.hash ?? "0".repeat(64);
          const forged = { entry, at: 1, kind: "command", body: JSON.stringify({ text }) };
          const hash = isHashed ? auditHash(before, forged) : "f".repeat(64);
          const pushed = rows.map((row) => (row.entry < entry ? row : { ...row, entry: row.entry + 1 }));
          return [...pushed, { ...forged, hash }];
        },
        isHashed ? entry + 1 : entry,
        isHashed ? ["altered"] : ["inserted"],
      ),
    ),
    properties,
  );
});

test("an entry below the oldest is named", async () => {
  for (const entry of [0, -5]) {
    await assertBroken(
      (rows) => [{ entry, at: 1, kind: "command", body: "{}", hash: "0".repeat(64) }, ...rows],
      entry,
      ["inserted"],
    );
  }
});

test("a chain that is cut off at its end, and says so nowhere, is found by a head from the room", async () => {
  using place = scene();
  const rows = place.rows();
  const head = rows[length - 1];
  assert.ok(head);
  place.put(rows.slice(0, 9));
  place.forgetNumbers();
  const verdict = await place.verify([head]);
  assert.ok(verdict.kind === "broken" && verdict.entry === 10 && verdict.what === "cut-off", JSON.stringify(verdict));
});

test("a chain that is written anew as a whole is found by a head from the room", async () => {
  using place = scene();
  const rows = place.rows();
  const head = rows[6];
  assert.ok(head);
  let before = "0".repeat(64);
  place.put(
    rows.map((row) => {
      const forged = row.entry === 3 ? { ...row, body: "{}" } : row;
      before = auditHash(before, forged);
      return { ...forged, hash: before };
    }),
  );
  const verdict = await place.verify([head]);
  assert.ok(verdict.kind === "broken" && verdict.entry === 7 && verdict.what === "rewritten", JSON.stringify(verdict));
});

test("the head that went out last is looked at without being told", async () => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  using store = openControlFile(directory.path, clock);
  for (let number = 1; number <= 5; number++) store.audit({ kind: "command", body: { number } });
  store.setFact(auditToldFact, JSON.stringify({ ...store.auditHead(), at: clock.now() }));
  assert.equal((await verifyAudit(store.auditChain, [], breathe)).kind, "whole");
  store.setFact(auditToldFact, JSON.stringify({ entry: 9, hash: "0".repeat(64), at: clock.now() }));
  const verdict = await verifyAudit(store.auditChain, [], breathe);
  assert.ok(verdict.kind === "broken" && verdict.entry === 6 && verdict.what === "cut-off");
  store.setFact(auditToldFact, "no head");
  assert.equal((await verifyAudit(store.auditChain, [], breathe)).kind, "whole");
});
