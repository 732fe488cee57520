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
