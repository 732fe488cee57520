import assert from "node:assert/strict";
import { test } from "node:test";
import { PanelPace } from "../../src/outbox/panel-pace.ts";

function pace(msPerEvent = 5_000, firstAt = 0) {
  const state = { isNews: true };
  const made = new PanelPace({ rate: () => ({ msPerEvent }), isNews: () => state.isNews, firstAt });
  return { pace: made, state };
}

test("the panel goes at once, and then at most once in 60 s", () => {
  const { pace: panel } = pace();
  assert.equal(panel.due(0), "panel");
  panel.taken("panel", 0);
  assert.equal(panel.dueIn(1), undefined);
  panel.changed();
  assert.equal(panel.due(59_999), undefined);
  assert.equal(panel.dueIn(59_999), 1);
  assert.equal(panel.due(60_000), "panel");
});

test("where the homeserver grants little, edits take no more than a fifth of it", () => {
  const { pace: panel } = pace(30_000);
  panel.taken("panel", 0);
  panel.changed();
  assert.equal(panel.dueIn(0), 150_000);
});

test("a change that does not show is no edit, and is looked at no more often than every 5 s", () => {
  const { pace: panel, state } = pace();
  state.isNews = false;
  assert.equal(panel.due(0), undefined);
  assert.equal(panel.dueIn(0), undefined);
  panel.changed();
  state.isNews = true;
  assert.equal(panel.dueIn(1_000), 4_000);
  assert.equal(panel.due(5_000), "panel");
});

test("after a start a panel of before rests first", () => {
  const { pace: panel } = pace(5_000, 60_000);
  assert.equal(panel.due(59_999), undefined);
  assert.equal(panel.due(60_000), "panel");
});
