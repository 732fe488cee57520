import assert from "node:assert/strict";
import { test } from "node:test";
import { csvHead } from "../../src/cli/csv-line.ts";
import { readSince, watchPast } from "../../src/cli/watch-past.ts";
import { asRoomId, type UserId } from "../../src/core/ids.ts";
import { openLog } from "../../src/machine/open-log.ts";
import type { OperatorEvent } from "../../src/wiring/operator/operator-event.ts";

const now = Date.parse("2026-06-01T12:00:00.000Z");
const origin = { agent: "@box:example.org" as UserId, room: asRoomId("!data"), eventId: "$1", receivedAt: now };

const reading = (
  name: string,
  ago: number,
  value: Extract<OperatorEvent, { kind: "readings" }>["readings"][0]["value"],
) =>
  ({
    thing: "box",
    name,
    at: now - ago,
    quality: value === undefined ? "fault" : "ok",
    value,
    unit: undefined,
  }) as const;

const events: readonly OperatorEvent[] = [
  { ...origin, kind: "gap", epoch: 3, from: 5, to: 7 },
  {
    ...origin,
    kind: "readings",
    epoch: 3,
    seq: 8,
    isLate: false,
    clock: "trusted",
    times: undefined,
    readings: [
      reading("old", 7_200_001, true),
      reading("warmth", 60_000, { coefficient: -215n, scale: 1 }),
      reading("mode", 50_000, '=HYPERLINK("x"),y'),
      reading("door", 40_000, false),
      reading("damp", 30_000, undefined),
    ],
  },
  {
    ...origin,
    kind: "readings",
    epoch: 3,
    seq: 9,
    isLate: false,
    clock: "untrusted",
    times: "guessed",
    readings: [reading("door", 864_000_000, true)],
  },
];

async function run(options: { csv: boolean; json: boolean }) {
  const [printed, logged]: [string[], string[]] = [[], []];
  const side = {
    past: async (sinceAt: number, tell: (event: OperatorEvent) => void) => {
      assert.equal(sinceAt, now - 7_200_000);
      events.forEach(tell);
    },
    agents: () => [],
  };
  const log = openLog({ level: "info", write: (line) => void logged.push(line) });
  const parts = { log, print: (line: string) => void printed.push(line), findThing: () => undefined, now };
  await watchPast(side, { since: "2h", room: undefined, ...options }, parts);
  return { printed, logged };
}

test("as CSV: what was measured since then or nobody knows when, to the last digit, safe for spreadsheets; gaps are named beside it", async () => {
  const { printed, logged } = await run({ csv: true, json: false });
  assert.deepEqual(printed, [
    csvHead,
    "2026-06-01T11:59:00.000Z,box,warmth,-21.5,,ok,@box:example.org,3,8,",
    `2026-06-01T11:59:10.000Z,box,mode,"'=HYPERLINK(""x""),y",,ok,@box:example.org,3,8,`,
    "2026-06-01T11:59:20.000Z,box,door,false,,ok,@box:example.org,3,8,",
    "2026-06-01T11:59:30.000Z,box,damp,,,fault,@box:example.org,3,8,",
    "2026-05-22T12:00:00.000Z,box,door,true,,ok,@box:example.org,3,9,guessed",
  ]);
  assert.match(logged.join(), /telemetry 5 to 7 of epoch 3 of @box:example\.org is missing/);
});

test("as JSON: the same lines as while watching, gaps among them", async () => {
  const { printed } = await run({ csv: false, json: true });
  const lines = printed.map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ kind }) => kind),
    ["gap", "readings", "readings"],
  );
  assert.deepEqual(
    lines[1].readings.map(({ name }: { name: string }) => name),
    ["warmth", "mode", "door", "damp"],
  );
});

test("a time that is none is refused in words", () => {
  assert.throws(() => readSince("yesterday"), /--since yesterday is no duration/);
  assert.equal(readSince("90m"), 5_400_000);
});
