import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { audit } from "../../src/cli/audit.ts";
import { auditLine } from "../../src/cli/audit-lines.ts";
import { auditToldFact } from "../../src/core/audit-ports.ts";
import { openControlFile } from "../../src/store/control-file.ts";
import { answerAudit } from "../../src/wiring/answer-audit.ts";
import { openOperation } from "../../src/wiring/operation.ts";
import { writeConfiguration } from "../agent/agent-process.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

const root = join(import.meta.dirname, "../..");
const hour = 3_600_000;

function scene() {
  const directory = temporaryDirectory();
  const config = writeConfiguration(directory.path, { homeserver: "http://localhost:1", user: "@box:x" });
  const state = join(directory.path, "state");
  return {
    state,
    fill(clock = new HandClock()) {
      using store = openControlFile(state, clock);
      store.audit({ kind: "start", body: { version: "1" } });
      clock.jump(hour);
      store.audit({
        kind: "command",
        body: {
          id: "c1",
          sender: "@ana:x",
          op: "write",
          target: "box/pump",
          source: "event",
          input: true,
          lease: 60_000,
        },
      });
      store.audit({ kind: "outcome", body: { id: "c1", sender: "@ana:x", status: "done", confirmed: "property" } });
      clock.jump(hour);
      store.audit({ kind: "refusal", body: { counted: true, unlisted: 12 } });
      return store.auditHead();
    },
    async run(options: Partial<Parameters<typeof audit>[0]> = {}) {
      const lines: string[] = [];
      const code = await audit({ config, json: false, verify: false, ...options }, (line) => lines.push(line));
      return { code, lines };
    },
    [Symbol.dispose]: () => directory[Symbol.dispose](),
  };
}

test("without an agent the file is read: a line an entry, and the chain's verdict", async () => {
  using place = scene();
  const head = place.fill();
  const { code, lines } = await place.run();
  assert.equal(code, 0);
  assert.deepEqual(lines, [
    "2026-01-01T00:00:00.000Z       1  start     version=1",
    "2026-01-01T01:00:00.000Z       2  command   @ana:x  write box/pump true  for 1m  id=c1  source=event",
    "2026-01-01T01:00:00.000Z       3  outcome   @ana:x  done  id=c1  confirmed=property",
    "2026-01-01T02:00:00.000Z       4  refusal   counted=true  unlisted=12",
    `the chain holds: 4 entries, 1 to 4, head 4:${head?.hash}`,
  ]);
});

test("an agent that runs is asked, and holds the same", async () => {
  using place = scene();
  place.fill();
  const alone = await place.run({ json: true });
  const clock = new HandClock();
  using store = openControlFile(place.state, clock);
  await assert.rejects(place.run(), { code: "store-locked" });
  await using operation = await openOperation({ stateDirectory: place.state, clock, log: new LogLines() });
  operation.offer("audit", (call) => answerAudit(store.auditChain, clock, call));
  assert.deepEqual(await place.run({ json: true }), alone);
});

test("entries in thousands come through the socket", async () => {
  using place = scene();
  const clock = new HandClock();
  using store = openControlFile(place.state, clock);
  for (let number = 0; number < 3000; number++) store.audit({ kind: "command", body: { text: "x".repeat(100) } });
  await using operation = await openOperation({ stateDirectory: place.state, clock, log: new LogLines() });
  operation.offer("audit", (call) => answerAudit(store.auditChain, clock, call));
  const { code, lines } = await place.run();
  assert.deepEqual([code, lines.length], [0, 3001]);
});

test("what a crash left in the write-ahead log is read too", async () => {
  using place = scene();
  const clock = new HandClock();
  using copy = scene();
  {
    using store = openControlFile(place.state, clock);
    for (let number = 1; number <= 20; number++) store.audit({ kind: "command", body: { number } });
    mkdirSync(copy.state, { recursive: true });
    for (const name of ["control.db", "control.db-wal"]) cpSync(join(place.state, name), join(copy.state, name));
  }
  const { code, lines } = await copy.run({ verify: true });
  assert.equal(code, 0);
  assert.match(lines.join(), /20 entries, 1 to 20/);
  using again = openControlFile(copy.state, clock);
  assert.equal(again.auditHead()?.entry, 20);
});

test("--since tells the entries from then on in one piece that verifies", async () => {
  using place = scene();
  const clock = new HandClock();
  clock.jump(Date.now() - clock.now() - 3 * hour);
  place.fill(clock);
  const { lines } = await place.run({ since: "90m", json: true });
  const [first = "", row = ""] = lines;
  assert.deepEqual([JSON.parse(first).before.entry, JSON.parse(row).entry, lines.length], [3, 4, 3]);
  assert.equal((await place.run({ since: "7d" })).lines.length, 5);
  assert.equal((await place.run({ since: "1m" })).lines.length, 1);
});

test("a head from the room is looked for", async () => {
  using place = scene();
  const head = place.fill();
  const good = await place.run({ verify: true, head: `4:${head?.hash}` });
  assert.deepEqual([good.code, good.lines.length], [0, 2]);
  const later = await place.run({ verify: true, head: `9:${head?.hash}` });
  assert.equal(later.code, 1);
  assert.match(later.lines.join(), /BROKEN at entry 5: cut-off\. 5 entries are gone at the new end/);
  const other = await place.run({ verify: true, head: `2:${head?.hash}` });
  assert.equal(other.code, 1);
  assert.match(other.lines.join(), /BROKEN at entry 2: rewritten/);
});

test("a head that is older than what is kept cannot be checked, and that is said", async () => {
  using place = scene();
  const clock = new HandClock();
  {
    using store = openControlFile(place.state, clock);
    for (let number = 1; number <= 256; number++) store.audit({ kind: "command", body: { number } });
    clock.jump(500 * 24 * hour);
    for (let number = 257; number <= 512; number++) store.audit({ kind: "command", body: { number } });
  }
  const { code, lines } = await place.run({ verify: true, head: `3:${"0".repeat(64)}` });
  assert.equal(code, 3);
  assert.match(lines.join("\n"), /older than what is kept.*\n.*256 entries, 257 to 512/);
});

test("a broken chain names its first broken link and ends with 1", async () => {
  using place = scene();
  place.fill();
  const database = new DatabaseSync(join(place.state, "control.db"));
  database.exec("UPDATE audit SET body = 'no JSON' WHERE entry = 3");
  database.close();
  const { code, lines } = await place.run();
  assert.equal(code, 1);
  assert.match(lines.at(-1) ?? "", /^BROKEN at entry 3: altered\./);
  assert.equal(lines[2], "2026-01-01T01:00:00.000Z       3  outcome   no JSON");
});

test("the head that went out last is told and compared with", async () => {
  using place = scene();
  const head = place.fill();
  {
    using store = openControlFile(place.state, new HandClock());
    store.setFact(auditToldFact, JSON.stringify({ ...head, at: 1 }));
  }
  assert.match(
    (await place.run({ verify: true })).lines.join("\n"),
    /^the room was told 4:[0-9a-f]{64} last\nthe chain/,
  );
});

test("before the first start there is none, and wrong flags are told", async () => {
  using place = scene();
  await assert.rejects(place.run(), { code: "bad-usage", message: /no audit/ });
  await assert.rejects(place.run({ since: "yesterday" }), { code: "bad-usage" });
  await assert.rejects(place.run({ head: "12" }), { code: "bad-usage" });
});

test("the verifier of docs/audit.md follows the chain and stops where it is broken", async () => {
  using place = scene();
  const head = place.fill();
  const page = readFileSync(join(root, "docs/audit.md"), "utf8");
  const script = join(place.state, "verify.mjs");
  writeFileSync(script, /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? "");
  const { lines } = await place.run({ json: true });
  const verify = (input: readonly string[]) =>
    spawnSync(process.execPath, [script], { input: `${input.join("\n")}\n`, encoding: "utf8" });
  assert.equal(verify(lines).stdout, `holds, head 4:${head?.hash}\n`);
  const altered = lines.map((line) => line.replace("box/pump", "box/lamp"));
  assert.match(verify(altered).stderr, /broken at entry 2/);
  assert.match(verify(lines.toSpliced(3, 1)).stderr, /broken at entry 4/);
});

test("a time in an entry is shown as one", () => {
  const body = '{"by":"@ana:x","did":"release","stopped_at":5,"count":5}';
  const row = { entry: 1, at: 0, kind: "stop", body, hash: "" };
  assert.match(auditLine(row), /@ana:x {2}did=release {2}stopped_at=1970-01-01T00:00:00.005Z {2}count=5$/);
});
