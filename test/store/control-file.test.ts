import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { AgentFault } from "../../src/core/agent-fault.ts";
import { type ControlFile, openControlFile } from "../../src/store/control-file.ts";
import { runChild } from "../fakes/child-lines.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { someCommand, someEvent, somePost, someSealed, someVerdict } from "./some-events.ts";

const day = 86_400_000;

test("events and token come back in order after reopening", () => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  {
    using store = openControlFile(directory.path, clock);
    assert.equal(store.token(), undefined);
    assert.equal(store.nextEvent(0), undefined);
    store.keep([someEvent(1), someEvent(2)], "token-1");
    store.keep([], "token-2");
  }
  using store = openControlFile(directory.path, clock);
  assert.equal(store.token(), "token-2");
  const first = store.nextEvent(0);
  assert.deepEqual(first, { position: 1, ...someEvent(1) });
  assert.deepEqual(store.nextEvent(1), { position: 2, ...someEvent(2) });
  assert.equal(store.nextEvent(2), undefined);
});

test("an event that comes twice waits once", () => {
  using directory = temporaryDirectory();
  using store = openControlFile(directory.path, new HandClock());
  store.keep([someEvent(1)], "a");
  store.keep([someEvent(1), someEvent(2)], "b");
  const second = store.nextEvent(1);
  assert.equal(second?.eventId, "$event2");
  assert.equal(store.nextEvent(second.position), undefined);
});

test("a position is never used again, even when the inbox was empty meanwhile", () => {
  using directory = temporaryDirectory();
  using store = openControlFile(directory.path, new HandClock());
  store.keep([someEvent(1)], "a");
  store.judge({ ...someVerdict(1, 1), begin: undefined });
  store.keep([someEvent(2)], "b");
  assert.equal(store.nextEvent(0)?.position, 2);
});

test("a verdict takes the event, marks index and id, begins the command and posts, all at once", () => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  {
    using store = openControlFile(directory.path, clock);
    store.keep([someEvent(7)], "a");
    store.judge(someVerdict(1, 7));
    assert.equal(store.unfinished().length, 1, "in this run too: the disk may not have taken its outcome");
  }
  using store = openControlFile(directory.path, clock);
  assert.equal(store.nextEvent(0), undefined);
  assert.equal(store.highestIndex("session"), 7);
  assert.equal(store.highestIndex("another"), undefined);
  assert.equal(store.knowsCommand("command-7"), true);
  assert.equal(store.knowsCommand("command-8"), false);
  assert.equal(store.postsWaiting(), 1);
  assert.deepEqual(store.unfinished(), [{ command: someCommand(7), begunAt: clock.now(), outcome: undefined }]);
});

test("judging twice changes nothing and is a fault", () => {
  using directory = temporaryDirectory();
  using store = openControlFile(directory.path, new HandClock());
  store.keep([someEvent(1)], "a");
  store.judge(someVerdict(1, 1));
  assert.throws(() => store.judge(someVerdict(1, 2)), AgentFault);
  assert.equal(store.knowsCommand("command-2"), false);
  assert.equal(store.postsWaiting(), 1);
  store.keep([someEvent(2)], "b");
  assert.throws(() => store.judge(someVerdict(2, 1)), AgentFault, "the command was begun before");
  assert.equal(store.nextEvent(1)?.position, 2, "the event still waits");
});

test("the highest index never goes down", () => {
  using directory = temporaryDirectory();
  using store = openControlFile(directory.path, new HandClock());
  store.keep([someEvent(1), someEvent(2)], "a");
  store.judge({
    position: 1,
    seen: { sessionId: "s", index: 9 },
    commandId: undefined,
    begin: undefined,
    posts: [],
    notes: [],
  });
  store.judge({
    position: 2,
    seen: { sessionId: "s", index: 4 },
    commandId: undefined,
    begin: undefined,
    posts: [],
    notes: [],
  });
  assert.equal(store.highestIndex("s"), 9);
});

test("a command has exactly one end, told in the same transaction", () => {
  using directory = temporaryDirectory();
  {
    using store = openControlFile(directory.path, new HandClock());
    store.keep([someEvent(1)], "a");
    store.judge({ ...someVerdict(1, 1), posts: [] });
    const output = { coefficient: -(10n ** 40n), scale: 3 };
    store.finish("command-1", { status: "done", output, confirmed: "property" }, [somePost(1, "result")], []);
    assert.throws(
      () =>
        store.finish("command-1", { status: "unknown", code: "interrupted", detail: "" }, [somePost(2, "result")], []),
      AgentFault,
    );
    assert.throws(() => store.finish("never", { status: "done", output: true, confirmed: "none" }, [], []), AgentFault);
    assert.equal(store.postsWaiting(), 1);
  }
  using store = openControlFile(directory.path, new HandClock());
  assert.deepEqual(store.unfinished(), []);
});

test("command ids are known for 30 days, indexes for ever, and what was never finished stays", () => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  using store = openControlFile(directory.path, clock);
  store.keep([1, 2, 3, 4].map(someEvent), "a");
  store.judge(someVerdict(1, 1));
  store.finish("command-1", { status: "done", output: true, confirmed: "none" }, [], []);
  store.judge(someVerdict(2, 2));
  clock.jump(29 * day);
  store.judge({ ...someVerdict(3, 3), begin: undefined });
  assert.equal(store.knowsCommand("command-1"), true);
  clock.jump(2 * day);
  store.judge({ ...someVerdict(4, 4), begin: undefined });
  assert.equal(store.knowsCommand("command-1"), false);
  for (const id of ["command-2", "command-3", "command-4"]) assert.equal(store.knowsCommand(id), true, id);
  assert.equal(store.highestIndex("session"), 4);
});

test("results go before answers, each in their order, and keep what was sealed", () => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  {
    using store = openControlFile(directory.path, clock);
    store.post(somePost(1, "answer"));
    store.post(somePost(2, "result"));
    store.post(somePost(3, "result"));
    const next = store.nextPost();
    assert.ok(next);
    store.keepSealed(next.id, someSealed("txn-1"));
  }
  using store = openControlFile(directory.path, clock);
  const order: unknown[] = [];
  for (let next = store.nextPost(); next !== undefined; next = store.nextPost()) {
    order.push([next.class, next.event.content, next.sealed, next.createdAt === clock.now()]);
    store.removePost(next.id);
  }
  const body = (number: number) => somePost(number).event.content;
  assert.deepEqual(order, [
    ["result", body(2), someSealed("txn-1"), true],
    ["result", body(3), undefined, true],
    ["answer", body(1), undefined, true],
  ]);
  assert.equal(store.postsWaiting(), 0);
});

test("events wait in memory for the next verdict, and are lost only together with their token", async () => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  using store = openControlFile(directory.path, clock);
  store.keep([someEvent(1), someEvent(2)], "a");
  assert.deepEqual(asAfterCrash(directory.path), { token: undefined, waiting: [] });
  assert.equal(store.token(), "a");
  assert.equal(store.waiting(someEvent(1).sender), 2);
  store.judge(someVerdict(1, 1));
  assert.deepEqual(asAfterCrash(directory.path), { token: "a", waiting: ["$event2"] });
  store.keep([someEvent(2), someEvent(3)], "b");
  await clock.advance(100);
  assert.deepEqual(asAfterCrash(directory.path), { token: "b", waiting: ["$event2", "$event3"] });
  store.keep([], "c");
  assert.equal(asAfterCrash(directory.path).token, "c", "a token alone is written at once");
});

test("a verdict that is undone leaves the event waiting", () => {
  using directory = temporaryDirectory();
  using store = openControlFile(directory.path, new HandClock());
  store.keep([someEvent(1)], "a");
  const undone = () =>
    store.together(() => {
      store.judge(someVerdict(1, 1));
      throw new Error("in between");
    });
  assert.throws(undone, /in between/);
  assert.equal(store.nextEvent(0)?.eventId, "$event1");
  assert.equal(store.knowsCommand("command-1"), false);
  store.post(somePost(1));
  assert.deepEqual(asAfterCrash(directory.path), { token: "a", waiting: ["$event1"] });
});

test("what was sent leaves the outbox at once, and its file with the next change or after 5 s", async () => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  using store = openControlFile(directory.path, clock);
  for (const number of [1, 2, 3]) store.post(somePost(number, "result"));
  store.removePost(1);
  assert.equal(store.nextPost()?.id, 2);
  assert.equal(store.postsWaiting(), 2);
  assert.equal(postsAfterCrash(directory.path), 3);
  store.keepSealed(2, someSealed("txn"));
  assert.equal(postsAfterCrash(directory.path), 2);
  store.removePost(2);
  await clock.advance(5_000);
  assert.equal(postsAfterCrash(directory.path), 1);
});

test("together is one transaction: a count and what it counts", () => {
  using directory = temporaryDirectory();
  using store = openControlFile(directory.path, new HandClock());
  const count = (fails: boolean) =>
    store.together(() => {
      store.setFact("count", "1");
      store.post(somePost(1));
      if (fails) throw new Error("no");
    });
  assert.throws(() => count(true), /no/);
  assert.deepEqual([store.fact("count"), store.postsWaiting()], [undefined, 0]);
  count(false);
  assert.deepEqual([store.fact("count"), store.postsWaiting()], ["1", 1]);
});

test("facts stay and change", () => {
  using directory = temporaryDirectory();
  {
    using store = openControlFile(directory.path, new HandClock());
    store.setFact("starts", "1");
    store.setFact("starts", "2");
  }
  using store = openControlFile(directory.path, new HandClock());
  assert.equal(store.fact("starts"), "2");
  assert.equal(store.fact("room"), undefined);
});

test("killed at any moment, what was told as done is done and nothing is half done", async () => {
  using directory = temporaryDirectory();
  const told = { judged: 0, finished: 0 };
  for (let kill = 0; kill < 8; kill++) {
    const child = runChild(join(import.meta.dirname, "judging-child.ts"), directory.path);
    await child.reached(10 + Math.floor(Math.random() * 60));
    await child.kill();
    for (const line of child.lines) {
      const [step = "", number = "0"] = line.split(" ");
      if (step in told) told[step as keyof typeof told] = Number(number);
    }
    assertWhole(directory.path, told);
  }
  assert.ok(told.finished > 20);
});

/** The child keeps event n under token n, judges it with one post, and finishes it with another, then takes both posts out. */
function assertWhole(directory: string, told: { judged: number; finished: number }): void {
  using store = openControlFile(directory, new HandClock());
  const kept = Number(store.token() ?? 0);
  const waiting = store.nextEvent(0);
  const judged = store.highestIndex("session") ?? 0;
  assert.ok(kept >= judged && judged >= told.judged, "nothing that was told is missing");
  assert.equal(waiting?.eventId, kept > judged ? `$event${kept}` : undefined, "an event waits until it is judged");
  assert.equal(store.knowsCommand(`command-${judged}`), judged > 0);
  assert.equal(store.knowsCommand(`command-${judged + 1}`), false);
  const begun = store.unfinished();
  if (begun.length > 0)
    assert.deepEqual(
      begun.map(({ command }) => command.id),
      [`command-${judged}`],
    );
  const finished = begun.length === 0 ? judged : judged - 1;
  assert.ok(finished >= told.finished);
  assert.ok(store.postsWaiting() <= 2, "each step of the one under way posted once");
  if (begun.length > 0) assert.equal(store.postsWaiting(), 1, "a begun command's verdict posted, its end did not");
}

/** What the files of a store that is open hold now. */
function copied<Result>(directory: string, look: (store: ControlFile) => Result): Result {
  using copy = temporaryDirectory();
  cpSync(directory, copy.path, { recursive: true });
  using store = openControlFile(copy.path, new HandClock());
  return look(store);
}

function asAfterCrash(directory: string): { readonly token: string | undefined; readonly waiting: readonly string[] } {
  return copied(directory, (store) => {
    const waiting: string[] = [];
    for (let event = store.nextEvent(0); event !== undefined; event = store.nextEvent(event.position)) {
      waiting.push(event.eventId);
    }
    return { token: store.token(), waiting };
  });
}

function postsAfterCrash(directory: string): number {
  return copied(directory, (store) => store.postsWaiting());
}
