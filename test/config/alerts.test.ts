import assert from "node:assert/strict";
import { test } from "node:test";
import { good, property, readBody, refusals } from "./read-text.ts";

const alerts = (list: string, more = "type: number"): string => property(`${more}, from: { line: a }, alerts: ${list}`);

test("a property says what people are called for, and the file when and how often", () => {
  const { rules, ...all } = good(
    readBody(`alerts: { repeat: 30m, quiet_hours: { from: "22:00", to: "07:00" }, link_lost: 5m, refused: 3/d }
${alerts("[{ above: 35, clear_at: 33, for: 30s, text: Too hot, repeat: 15m, urgent: true }, { stale: 2h, repeat: never }, { below: 5 }]")}`),
  ).alerts;
  assert.deepEqual(all, {
    repeatMs: 1_800_000,
    quietHours: { from: 1320, to: 420 },
    linkLostMs: 300_000,
    refused: { count: 3, within: 86_400_000 },
  });
  const [hot, silent, cold] = rules;
  assert.deepEqual(
    [hot?.key, hot?.path, hot?.thing, hot?.text, hot?.repeatMs, hot?.isUrgent, hot?.condition.forMs],
    ["box/p: box/p above 35 for 30s", "box/p", "box", "Too hot", 900_000, true, 30_000],
  );
  assert.deepEqual([silent?.repeatMs, silent?.text, silent?.isUrgent], [undefined, undefined, false]);
  assert.equal(cold?.repeatMs, 1_800_000);
});

test("what is left out: an hour between two, no quiet hours, ten minutes without link, five refusals in an hour", () => {
  assert.deepEqual(good(readBody(property("type: boolean, from: { line: a }"))).alerts, {
    rules: [],
    repeatMs: 3_600_000,
    quietHours: undefined,
    linkLostMs: 600_000,
    refused: { count: 5, within: 3_600_000 },
  });
});

test("an alert may ask about another property, and a profile may bring some along", () => {
  const { rules } = good(readBody(alerts("[{ property: box/p, is: true }]", "type: boolean"))).alerts;
  assert.equal(rules[0]?.condition.path, "box/p");
});

const at = "things.box.properties.p.alerts";
refusals([
  ["no test", alerts("[{ text: Hot }]"), /alerts\[0\]/],
  ["two tests", alerts("[{ above: 1, below: 0 }]"), /alerts\[0\]/],
  ["a slip", alerts("[{ abvoe: 1 }]"), /did you mean "above"/],
  [
    "a limit that is no number",
    alerts("[{ above: 1 }]", "type: boolean"),
    `${at}[0].above: only numbers can be above; box/p is a boolean`,
  ],
  ["a value that it cannot have", alerts("[{ is: yes }]", "type: boolean"), /alerts\[0\]\.is/],
  ["a clear_at on the wrong side", alerts("[{ above: 1, clear_at: 2 }]"), /clear_at: should not be greater than above/],
  [
    "a time that is none",
    alerts("[{ above: 1, repeat: often }]"),
    `${at}[0].repeat: should be a number with a unit of time, such as 15m or 2h, or never`,
  ],
  ["too often", alerts("[{ above: 1, repeat: 30s }]"), `${at}[0].repeat: should be at least 1m`],
  [
    "the same twice",
    alerts("[{ above: 1 }, { above: 1, text: Hot }]"),
    `${at}[1]: the same stands here already; leave one out`,
  ],
  [
    "a property that is not there",
    alerts("[{ property: q, above: 1 }]"),
    /alerts\[0\]\.property: box has no property q/,
  ],
  [
    "a property that is never read",
    property("type: boolean, to: { line: a, safe_value: false }, limits: { max_on: 1m }, alerts: [{ is: true }]"),
    /is never read/,
  ],
  ["a moment that lasts", alerts("[{ changes: true, for: 1s }]"), /changes is met for a moment only/],
  [
    "hours of no day",
    `alerts: { quiet_hours: { from: "24:00", to: "07:00" } }`,
    'alerts.quiet_hours.from: should be a time of the day in quotes, from "00:00" to "23:59"',
  ],
  ["no hours", `alerts: { quiet_hours: { from: "07:00", to: "07:00" } }`, /begin and end at the same time/],
  ["half of the hours", `alerts: { quiet_hours: { from: "07:00" } }`, /to/],
  ["a key that is not there", `alerts: { quiet: true }`, /alerts\.quiet/],
]);
