import assert from "node:assert/strict";
import { test } from "node:test";
import { type AlertContent, alertSchema, alertType } from "../../schemas/alert.ts";
import { compileCheck } from "../../src/checking/compile-check.ts";
import { asUserId } from "../../src/core/ids.ts";
import { alertNotice } from "../../src/talk/alert-notice.ts";
import type { SaidAlert, SaidAlerts } from "../../src/talk/said-alerts.ts";
import { showTimeIn } from "../../src/talk/show-time.ts";
import { english } from "../../src/texts/english.ts";

const ana = asUserId("@ana:example.org");
const now = Date.UTC(2026, 10, 26, 12);
const none: SaidAlerts = { raised: [], repeated: [], over: [], past: [], isRinging: false };
const door: SaidAlert = {
  key: "house/door: house/door is true",
  thing: "house",
  text: "Door is open",
  raisedAt: now - 60_000,
  isMomentary: false,
};
const ended = { ...door, overAt: now - 1_000 };

function told(said: Partial<SaidAlerts>) {
  const content = alertNotice(
    { ...none, ...said },
    { mentioned: [ana], showTime: showTimeIn("UTC", "en"), now },
    english,
  );
  const riding = content[alertType];
  assert.deepEqual(compileCheck(alertSchema)(riding), { ok: true, value: riding });
  return { content, riding: riding as AlertContent };
}

test("beside its words a message about alerts says for programs which, since when and until when", () => {
  const bell: SaidAlert = { key: "bell", thing: "house", text: "Bell", raisedAt: now, isMomentary: true };
  const { content, riding } = told({
    raised: [door, bell],
    repeated: [door],
    past: [ended],
    over: [ended],
    isRinging: true,
  });
  assert.deepEqual([content.msgtype, content["m.mentions"]], ["m.text", { user_ids: [ana] }]);
  assert.deepEqual(
    riding.alerts.map(({ state }) => state),
    ["raised", "happened", "repeated", "past", "over"],
  );
  const known = { key: door.key, thing: "house", text: "Door is open", raised_at: now - 60_000 };
  assert.deepEqual(riding.alerts[0], { state: "raised", ...known });
  assert.deepEqual(riding.alerts[4], { state: "over", ...known, over_at: now - 1_000 });
  assert.equal(riding.more, undefined);
});

test("what has no key and no Thing names none", () => {
  const { riding } = told({ over: [{ text: "The link was lost", raisedAt: now, isMomentary: false, overAt: now }] });
  assert.deepEqual(Object.keys(riding.alerts[0] ?? {}), ["state", "text", "raised_at", "over_at"]);
});

test("however many alerts there are, and however long their texts, it fits an event, and says what it leaves out", () => {
  const many = Array.from({ length: 300 }, () => ({ ...door, text: "<&>".repeat(400) }));
  const { content, riding } = told({ raised: many, isRinging: true });
  const bytes = Buffer.byteLength(JSON.stringify(content));
  // Sealed it is a third larger, and an event has 65,536 bytes.
  assert.ok(bytes < 40_000, `${bytes}`);
  assert.ok(riding.alerts.length > 0);
  assert.equal(riding.alerts.length + (riding.more ?? 0), 300);
});
