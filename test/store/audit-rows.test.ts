import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { type AuditHead, type AuditNote, auditOrigin } from "../../src/core/audit-ports.ts";
import { auditChain } from "../../src/store/audit-chain.ts";
import { type AuditBounds, auditHash, auditRows } from "../../src/store/audit-rows.ts";
import { openControlFile } from "../../src/store/control-file.ts";
import { controlSchema } from "../../src/store/control-schema.ts";
import { openDatabase } from "../../src/store/open-database.ts";
import { verifyAudit } from "../../src/store/verify-audit.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { someEvent, someVerdict } from "./some-events.ts";

const note = (number: number): AuditNote => ({ kind: "command", body: { number, text: 'ü"\n' } });
const breathe = async (): Promise<void> => undefined;
const day = 24 * 60 * 60 * 1000;

/** The audit in a file of its own, with bounds that a test reaches. */
function openAudit(directory: string, clock: HandClock, bounds?: AuditBounds) {
  const database = openDatabase(directory, "control.db", controlSchema);
  const chain = auditChain((sql) => database.query(sql));
  return {
    ...auditRows(database, clock, bounds),
    database,
    chain,
    verify: (known: readonly AuditHead[] = []) => verifyAudit(chain, known, breathe),
    [Symbol.dispose]: () => database[Symbol.dispose](),
  };
}

test("each entry is chained to the one before, over restarts", async () => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  for (const start of [0, 3]) {
    using audit = openAudit(directory.path, clock);
    for (const number of [1, 2, 3]) {
      clock.jump(5);
      audit.audit(note(start + number));
    }
  }
  using audit = openAudit(directory.path, clock);
  let before = auditOrigin.hash;
  const rows = audit.chain.rows(0, 100);
  assert.equal(rows.length, 6);
  for (const row of rows) {
    assert.equal(row.hash, auditHash(before, row));
    before = row.hash;
  }
  assert.deepEqual({ ...audit.auditHead() }, { entry: 6, hash: before });
  const head = { entry: 6, hash: before };
  assert.deepEqual(await audit.verify(), { kind: "whole", entries: 6, from: 1, head });
  assert.deepEqual(
    audit.auditEntries(4, 10).map(({ body }) => body),
    [note(5).body, note(6).body],
  );
});

test("an entry of a transaction that was undone is not chained to", async () => {
  using directory = temporaryDirectory();
  {
    using store = openControlFile(directory.path, new HandClock());
    store.keep([someEvent(1), someEvent(2)], "a");
    store.audit(note(1));
    store.judge({ ...someVerdict(1, 1), notes: [note(2)] });
    // The same command begun twice fails in the middle of the transaction.
    assert.throws(() => store.judge({ ...someVerdict(2, 1), notes: [note(3)] }));
    assert.throws(() => store.finish("never begun", { status: "unknown", code: "interrupted", detail: "" }, [], []));
    store.audit(note(4));
    assert.equal((await verifyAudit(store.auditChain, [], breathe)).kind, "whole");
    assert.equal(store.auditHead()?.entry, 3);
  }
  using audit = openAudit(directory.path, new HandClock());
  assert.deepEqual(
    audit.auditEntries(0, 10).map(({ body }) => body.number),
    [1, 2, 4],
  );
});

test("an entry holds no text without end", async () => {
  using directory = temporaryDirectory();
  using audit = openAudit(directory.path, new HandClock());
  audit.audit({ kind: "reload", body: { what: "x".repeat(100_000), count: 1 } });
  assert.deepEqual(audit.auditEntries(0, 1)[0]?.body, { what: `${"x".repeat(1000)}…`, count: 1 });
  assert.equal((await audit.verify()).kind, "whole");
});

test("a transaction that fails after its note leaves neither", async () => {
  using directory = temporaryDirectory();
  using audit = openAudit(directory.path, new HandClock());
  audit.audit(note(1));
  assert.throws(() =>
    audit.database.inTransaction(() => {
      audit.audit(note(2));
      throw new Error("the disk is full");
    }),
  );
  audit.audit(note(3));
  const verdict = await audit.verify();
  assert.ok(verdict.kind === "whole" && verdict.entries === 2);
});

test("old entries go in blocks once there are more than the bound, and the rest still verifies", async () => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  const bounds = { entries: 40, keptMs: 400 * day, block: 8 };
  let most = 0;
  for (let start = 0; start < 4; start++) {
    using audit = openAudit(directory.path, clock, bounds);
    for (let number = 1; number <= 50; number++) {
      audit.audit(note(number));
      most = Math.max(most, audit.chain.rows(0, 1000).length);
    }
    const verdict = await audit.verify();
    assert.ok(verdict.kind === "whole" && verdict.head.entry === 50 * (start + 1), JSON.stringify(verdict));
    assert.ok(
      verdict.entries >= 40 && verdict.entries < 48 && verdict.from === verdict.head.entry - verdict.entries + 1,
    );
    assert.equal(audit.chain.base().entry % 8, 0);
  }
  assert.ok(most < 48, `${most} entries`);
});

test("entries go when they are too old, unless nobody vouches for the clock", async () => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  using audit = openAudit(directory.path, clock, { entries: 1000, keptMs: 400 * day, block: 8 });
  for (let number = 1; number <= 20; number++) audit.audit(note(number));
  clock.jump(401 * day);
  clock.setTrusted(false);
  for (let number = 21; number <= 30; number++) audit.audit(note(number));
  assert.equal(audit.chain.base().entry, 0);
  clock.setTrusted(true);
  for (let number = 31; number <= 40; number++) audit.audit(note(number));
  assert.equal(audit.chain.base().entry, 16);
  const verdict = await audit.verify();
  assert.ok(verdict.kind === "whole" && verdict.from === 17 && verdict.entries === 24);
});

test("while the chain is followed entries may come and blocks may go", async () => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  using audit = openAudit(directory.path, clock, { entries: 1000, keptMs: 400 * day, block: 8 });
  for (let number = 1; number <= 1000; number++) audit.audit(note(number));
  let left = 600;
  const verdict = await verifyAudit(audit.chain, [], async () => {
    for (let more = 0; more < 100 && left > 0; more++, left--) audit.audit(note(left));
  });
  assert.ok(verdict.kind === "whole" && verdict.head.entry === 1600, JSON.stringify(verdict));
});

test("where newer entries were taken away, their numbers stay missing", async () => {
  using directory = temporaryDirectory();
  {
    using audit = openAudit(directory.path, new HandClock());
    for (let number = 1; number <= 5; number++) audit.audit(note(number));
  }
  const database = new DatabaseSync(join(directory.path, "control.db"));
  database.exec("DELETE FROM audit WHERE entry >= 4");
  database.close();
  using audit = openAudit(directory.path, new HandClock());
  const cut = await audit.verify();
  assert.ok(cut.kind === "broken" && cut.entry === 4 && cut.what === "cut-off", JSON.stringify(cut));
  audit.audit(note(6));
  const gone = await audit.verify();
  assert.ok(gone.kind === "broken" && gone.entry === 4 && gone.what === "missing", JSON.stringify(gone));
});
