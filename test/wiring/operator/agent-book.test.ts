import assert from "node:assert/strict";
import { test } from "node:test";
import { asThingId, asUserId } from "../../../src/core/ids.ts";
import { describeGone } from "../../../src/readings/describe-gone.ts";
import { AgentBook } from "../../../src/wiring/operator/agent-book.ts";
import { MemoryControlStore } from "../../fakes/memory-control-store.ts";

const agent = asUserId("@agent:hs");

test("a Thing that is gone is known no more, also after a start", () => {
  const store = new MemoryControlStore();
  const book = new AgentBook(store);
  for (const title of ["lamp", "pump"]) book.describe(agent, title, { v: 1, title, properties: {}, actions: {} });
  book.describe(agent, "lamp", describeGone(asThingId("lamp")));
  for (const one of [book, new AgentBook(store)]) assert.deepEqual([...one.things(agent).keys()], ["pump"]);
});

test("that a Thing is gone is kept over a start, until it is described anew", () => {
  const store = new MemoryControlStore();
  new AgentBook(store).describe(agent, "lamp", describeGone(asThingId("lamp")));
  const book = new AgentBook(store);
  assert.equal(book.described(agent).get("lamp")?.gone, true);
  book.describe(agent, "lamp", { v: 1, title: "lamp", properties: {}, actions: {} });
  assert.equal(book.described(agent).get("lamp")?.gone, undefined);
  assert.deepEqual([...book.things(agent).keys()], ["lamp"]);
});
