import assert from "node:assert/strict";
import { test } from "node:test";
import { handLine, pathOf } from "./rigs/hand-line.ts";

test("what is asked for comes in the answer, and is asked again at whole intervals", async () => {
  const line = await handLine();
  line.listen("t", { request: "T?\r", poll: "10s", match: "^T=(?<t>.+)$" });
  await line.clock.advance(0);
  assert.deepEqual(line.sent(), ["T?\r"]);
  line.push("T=21.50\n");
  assert.deepEqual(line.told(), ["t=21.50"]);
  await line.clock.advance(9_999);
  assert.deepEqual(line.sent(), []);
  await line.clock.advance(1);
  assert.deepEqual(line.sent(), ["T?\r"]);
});

test("properties that ask the same share one question, as often as the most impatient wants", async () => {
  const line = await handLine();
  line.listen("t", { request: "?", poll: "30s", column: 1 });
  const hasty = line.listen("h", { request: "?", poll: "10s", column: 2 });
  await line.clock.advance(0);
  line.push("21.5,40\n");
  assert.deepEqual([line.sent(), line.told()], [["?"], ["t=21.5", "h=40"]]);
  await line.clock.advance(10_000);
  assert.deepEqual(line.sent(), ["?"]);
  line.push("21.6,41\n");
  hasty[Symbol.dispose]();
  line.told();
  await line.clock.advance(0);
  assert.deepEqual(line.sent(), ["?"]);
  line.push("21.7,42\n");
  assert.deepEqual(line.told(), ["t=21.7"]);
  await line.clock.advance(29_999);
  assert.deepEqual(line.sent(), []);
});

test("one question at a time: the next is asked when the answer came", async () => {
  const line = await handLine();
  line.listen("a", { request: "A?" });
  line.listen("b", { request: "B?" });
  await line.clock.advance(0);
  assert.deepEqual(line.sent(), ["A?"]);
  line.push("1\n");
  await line.clock.advance(0);
  assert.deepEqual(line.sent(), ["B?"]);
  line.push("2\n");
  assert.deepEqual(line.told(), ["a=1", "b=2"]);
});

test("a silent station is told once as unavailable, others are asked meanwhile, and it comes back", async () => {
  const line = await handLine({ timeout: "500ms" });
  line.listen("a", { request: "A?", poll: "10s" });
  line.listen("b", { request: "B?", poll: "10s" });
  await line.clock.advance(500);
  const [told] = line.samples;
  assert.ok(told?.kind === "absent" && told.quality === "unavailable" && told.fault === "no-answer");
  assert.match(told.detail, /within 500 ms/);
  await line.clock.advance(500);
  assert.deepEqual(line.sent(), ["A?", "B?"]);
  line.push("2\n");
  assert.deepEqual(line.told(), ["a=no-answer", "b=2"]);
  for (let round = 0; round < 3; round++) {
    await line.clock.advance(9_000);
    await line.clock.advance(600);
    assert.ok(line.sent().includes("A?"));
    await line.clock.advance(400);
    line.push("2\n");
    assert.deepEqual(line.told(), ["b=2"]);
  }
  await line.clock.advance(9_000);
  line.push("1\n");
  assert.deepEqual(line.told(), ["a=1"]);
});

test("who comes while the station is silent hears of it", async () => {
  const line = await handLine();
  line.listen("a", { request: "A?" });
  await line.clock.advance(2000);
  line.listen("late", { request: "A?" });
  assert.deepEqual(line.told(), ["a=no-answer", "late=no-answer"]);
});

test("an answer that comes too late is never taken for that to the next question", async () => {
  const line = await handLine();
  line.listen("a", { request: "A?" });
  line.listen("b", { request: "B?" });
  await line.clock.advance(1000);
  assert.deepEqual(line.told(), ["a=no-answer"]);
  await line.clock.advance(900);
  line.push("late A\n");
  assert.deepEqual([line.told(), line.sent()], [[], ["A?"]]);
  await line.clock.advance(100);
  assert.deepEqual(line.sent(), ["B?"]);
  line.push("B\n");
  assert.deepEqual(line.told(), ["b=B"]);
});

test("questions do not pile up while the station is slow, nor come sooner afterwards", async () => {
  const line = await handLine({ timeout: "1m" });
  line.listen("a", { request: "A?", poll: "1s" });
  await line.clock.advance(10_500);
  assert.deepEqual(line.sent(), ["A?"]);
  line.push("1\n");
  await line.clock.advance(499);
  assert.deepEqual(line.sent(), []);
  await line.clock.advance(1);
  assert.deepEqual(line.sent(), ["A?"]);
});

test("what comes unasked goes to those who only listen, also while an answer is waited for", async () => {
  const line = await handLine();
  line.listen("said", { match: "^SAY (?<x>.+)$" });
  line.listen("asked", { request: "?", match: "^A (?<x>.+)$" });
  await line.clock.advance(0);
  line.push("SAY 1\nA 2\nSAY 3\n");
  assert.deepEqual(line.told(), ["said=1", "asked=2", "said=3"]);
});

test("what fits nobody is a fault of those who asked, if no answer follows it in time", async () => {
  const line = await handLine();
  line.listen("said", { match: "^SAY (?<x>.+)$" });
  line.listen("asked", { request: "?", poll: "10s", match: "^A (?<x>.+)$" });
  await line.clock.advance(0);
  line.push("ERROR\n");
  assert.deepEqual(line.told(), []);
  await line.clock.advance(1000);
  assert.deepEqual(line.told(), ["asked=no-match"]);
  await line.clock.advance(9000);
  line.push("noise\nA 1\n");
  await line.clock.advance(2000);
  assert.deepEqual(line.told(), ["asked=1"]);
});

test("a damaged frame is a fault if no answer follows it in time, and never the answer to the next question", async () => {
  const line = await handLine({ frame: { fixed: 3, start: "AA" }, check: { by: "sum" } });
  line.listen("a", { request_hex: "01", at: 1 });
  line.listen("b", { request_hex: "02", at: 1 });
  await line.clock.advance(0);
  line.push(Uint8Array.of(0xaa, 1, 0));
  line.push(Uint8Array.of(0xaa, 7, 0xb1));
  await line.clock.advance(0);
  assert.deepEqual([line.told(), line.sent()], [["a=7"], ["\x01", "\x02"]]);
  line.push(Uint8Array.of(0xaa, 1, 0));
  await line.clock.advance(1000);
  assert.deepEqual(line.told(), ["b=bad-checksum"]);
});

test("what stood half on the line before the question is no beginning of its answer", async () => {
  const line = await handLine();
  line.listen("a", { request: "?", poll: "10s" });
  await line.clock.advance(0);
  line.push("1\n2");
  await line.clock.advance(10_000);
  line.push("3\n");
  assert.deepEqual(line.told(), ["a=1", "a=3"]);
});

test("asking anew asks at once, unless an answer is waited for, and only what can be asked", async () => {
  const line = await handLine();
  line.listen("said");
  line.listen("asked", { request: "?", poll: "1h", match: "^\\d+$" });
  await line.clock.advance(0);
  const { refresh } = line.connection;
  assert.equal(refresh?.(pathOf("asked")), true);
  assert.deepEqual(line.sent(), ["?"]);
  line.push("1\n");
  await line.clock.advance(0);
  assert.equal(refresh?.(pathOf("asked")), true);
  assert.deepEqual(line.sent(), ["?"]);
  assert.equal(refresh?.(pathOf("said")), false);
  assert.equal(refresh?.(pathOf("unknown")), false);
});

test("nothing is asked while the line is down; when it is back, everything is, once it was silent", async () => {
  const line = await handLine();
  line.listen("a", { request: "?", poll: "10s" });
  await line.clock.advance(0);
  line.unplug();
  assert.deepEqual(line.told(), ["a=connection-down"]);
  await line.clock.advance(100_000);
  assert.deepEqual([line.sent(), line.told()], [["?"], []]);
  await line.plugIn();
  assert.deepEqual(line.sent(), ["?"]);
  line.push("1\n");
  assert.deepEqual(line.told(), ["a=1"]);
});

test("a line that takes no question is given up, so that it is opened anew", async () => {
  const line = await handLine();
  line.takeNothing();
  line.listen("a", { request: "?" });
  await line.clock.advance(4_999);
  line.listen("b", { request: "!" });
  assert.deepEqual(line.sent(), ["?"]);
  await line.clock.advance(1);
  assert.deepEqual(line.sent(), ["!"]);
});

test("disposed, it asks nothing more and leaves no timer", async () => {
  const line = await handLine();
  line.listen("a", { request: "?", poll: "1s" });
  line.listen("b", { request: "!", poll: "1s" });
  await line.clock.advance(1500);
  await line.connection[Symbol.asyncDispose]();
  assert.equal(line.clock.waiting, 0);
});
