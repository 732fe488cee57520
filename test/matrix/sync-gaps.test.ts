import assert from "node:assert/strict";
import { test } from "node:test";
import { AgentFault } from "../../src/core/agent-fault.ts";
import type { SyncBody } from "../../src/matrix/sync-body.ts";
import { type AskMessages, SyncGaps, type SyncGapsParts } from "../../src/matrix/sync-gaps.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { body, message, operator, room, rules, self, state } from "./some-sync.ts";

const horizonMs = 300_000;
const cut = body("t1", { timeline: { events: [message("$new")], limited: true, prev_batch: "p0" } });

interface Page {
  readonly chunk: unknown;
  readonly end?: unknown;
}

/** Gaps over recorded pages: `p0` is the token of the first, `p1` of the second. */
function gapsOver(pages: (from: string) => Page | Response, more: Partial<SyncGapsParts> = {}) {
  const clock = new HandClock();
  const asked: URLSearchParams[] = [];
  const gaps = new SyncGaps({ ...rules, clock, horizonMs, ...more });
  const ask: AskMessages = async (_room, query) => {
    asked.push(query);
    const page = pages(query.get("from") ?? "");
    return page instanceof Response ? page : Response.json(page);
  };
  const fill = (sync: SyncBody = cut) => gaps.fill(sync, "t0", ask);
  return { clock, asked, gaps, ask, fill };
}

const listed = (pages: Readonly<Record<string, Page>>) => (from: string) => pages[from] ?? { chunk: [] };
const ids = ([gap]: Awaited<ReturnType<SyncGaps["fill"]>>) => gap?.events.map(({ eventId }) => eventId);

test("a gap is read backwards from where the timeline begins to the last token, and given in order", async () => {
  const { fill, asked } = gapsOver(
    listed({
      p0: { chunk: [message("$4"), state("m.room.name", ""), message("$3")], end: "p1" },
      p1: { chunk: [message("$own", self), message("$2"), message("$1")], end: "t0" },
    }),
  );
  const filled = await fill();
  assert.deepEqual(ids(filled), ["$1", "$2", "$3", "$4"]);
  assert.equal(filled[0]?.left, undefined);
  assert.deepEqual(
    asked.map((query) => [query.get("dir"), query.get("from"), query.get("to")]),
    [
      ["b", "p0", "t0"],
      ["b", "p1", "t0"],
    ],
  );
});

test("no gap, nothing asked; another room, a gap of nobody; without a place to begin, or a horizon, told as missing", async () => {
  const { fill, asked } = gapsOver(listed({}));
  const timeline = { events: [], limited: true };
  assert.deepEqual(await fill(body("t1", { timeline: { events: [message("$1")] } })), []);
  assert.deepEqual(await fill(body("t1", { timeline: { ...timeline, prev_batch: "p0" } }, "!other")), []);
  assert.deepEqual(await fill(body("t1", { timeline })), [{ room, events: [], left: "refused" }]);
  const never = gapsOver(listed({}), { horizonMs: undefined });
  assert.deepEqual(await never.fill(), [{ room, events: [], left: "not-asked" }]);
  assert.deepEqual([asked, never.asked], [[], []]);
});

test("each event comes once: what a page repeats is left out, and what came with /sync before ends the gap", async () => {
  const { fill, gaps } = gapsOver(
    listed({
      p0: { chunk: [message("$4"), message("$4"), message("$3")], end: "p1" },
      p1: { chunk: [message("$3"), message("$2"), message("$1"), message("$0")], end: "p2" },
    }),
  );
  gaps.remember({ events: [{ ...keptAs("$0") }, { ...keptAs("$1") }] });
  assert.deepEqual(ids(await fill()), ["$2", "$3", "$4"]);
});

const keptAs = (eventId: string) => ({ room, eventId, sender: operator, type: "", raw: "", receivedAt: 0 });

test("a room that was joined meanwhile is read back to the join; a new name of ours is no join", async () => {
  const join = state("m.room.member", self, { membership: "join" });
  const renamed = { ...join, unsigned: { prev_content: { membership: "join" } } };
  const chunk = [message("$3"), renamed, message("$2"), { ...join, event_id: "$join" }, message("$before")];
  const filled = await gapsOver(listed({ p0: { chunk, end: "p1" } })).fill();
  assert.deepEqual([ids(filled), filled[0]?.left], [["$2", "$3"], undefined]);
});

test("what is older than any command may be is not asked for, by a clock that is trusted", async () => {
  const clock = new HandClock();
  const old = (id: string) => ({ ...message(id), origin_server_ts: clock.now() - horizonMs - 1 });
  const fresh = { ...message("$fresh"), origin_server_ts: clock.now() };
  const pages = listed({
    p0: { chunk: [fresh, old("$3")], end: "p1" },
    p1: { chunk: [old("$2")], end: "p2" },
    p2: { chunk: [old("$1")], end: "t0" },
  });
  const trusted = gapsOver(pages, { clock });
  const filled = await trusted.fill();
  assert.deepEqual([ids(filled), filled[0]?.left, trusted.asked.length], [["$2", "$3", "$fresh"], "too-old", 2]);
  clock.setTrusted(false);
  assert.deepEqual(ids(await gapsOver(pages, { clock }).fill()), ["$1", "$2", "$3", "$fresh"]);
});

test("of a flood the newest thousand are taken, over the newest bytes where they are large", async () => {
  const pageOf = (from: string, content: object): Page => {
    const number = Number(from.slice(1));
    const chunk = Array.from({ length: 100 }, (_, at) => ({ ...message(`$${number}-${at}`), content }));
    return { chunk, end: `p${number + 1}` };
  };
  const many = gapsOver((from) => pageOf(from, { ciphertext: "x" }));
  const filled = await many.fill();
  assert.deepEqual([filled[0]?.events.length, filled[0]?.left, many.asked.length], [1000, "too-many", 11]);
  assert.equal(filled[0]?.events.at(-1)?.eventId, "$0-0");
  const large = await gapsOver((from) => pageOf(from, { ciphertext: "x".repeat(60_000) })).fill();
  assert.equal(large[0]?.left, "too-many");
  const bytes = large[0]?.events.reduce((sum, { raw }) => sum + raw.length, 0) ?? 0;
  assert.ok(bytes > 12_000_000 && bytes < 13_000_000, String(bytes));
});

test("endless empty pages and pages of strangers end after 20; tokens that come again are refused", async () => {
  const endless = gapsOver((from) => ({ chunk: [], end: `${from}+` }));
  assert.equal((await endless.fill())[0]?.left, "too-many");
  assert.equal(endless.asked.length, 20);
  const circle = gapsOver((from) => ({ chunk: [message(`$${from}`)], end: from === "p0" ? "p1" : "p0" }));
  await assert.rejects(circle.fill(), AgentFault);
  assert.equal(circle.asked.length, 2);
});

const other = { ...message("$moved"), room_id: "!other" };
const garbage: readonly (readonly [string, number?])[] = [
  ["<html>"],
  ["null"],
  ["[]"],
  ['{"chunk":null}'],
  ['{"chunk":{}}'],
  ['{"chunk":[],"end":7}'],
  ['{"errcode":"M_FORBIDDEN"}', 403],
  ["{}", 500],
  ["x".repeat(8 * 2 ** 20 + 1)],
];

test("an answer that is none has /sync asked again twice, then the gap is told and what was read before is kept", async () => {
  for (const [text, status = 200] of garbage) {
    const { fill } = gapsOver((from) => {
      if (from === "p0") return { chunk: [message("$2"), other, null, 7, { event_id: 3 }], end: "p1" };
      return new Response(text, { status });
    });
    await assert.rejects(fill(), { code: "homeserver-refused" });
    await assert.rejects(fill(), { code: "homeserver-refused" });
    const filled = await fill();
    assert.deepEqual([ids(filled), filled[0]?.left], [["$2"], "refused"]);
    await assert.rejects(fill(), { code: "homeserver-refused" });
  }
});

test("a homeserver that does not answer holds a /sync for ten seconds, and what comes later is not taken", async () => {
  const late = Promise.withResolvers<Response>();
  const clock = new HandClock();
  const gaps = new SyncGaps({ ...rules, clock, horizonMs });
  let aborted = false;
  const ask: AskMessages = (_room, _query, signal) => {
    signal.addEventListener("abort", () => {
      aborted = true;
    });
    return late.promise;
  };
  const filling = gaps.fill(cut, "t0", ask);
  const failed = assert.rejects(filling, { code: "homeserver-refused" });
  await clock.advance(9_999);
  assert.equal(aborted, false);
  await clock.advance(1);
  assert.equal(aborted, true);
  late.resolve(Response.json({ chunk: [message("$late")] }));
  await failed;
  assert.equal(clock.waiting, 0);
});
