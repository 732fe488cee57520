import assert from "node:assert/strict";
import { test } from "node:test";
import { asRoomId } from "../../src/core/ids.ts";
import type { Candidate } from "../../src/outbox/classes.ts";
import { LatestSource, type Pace } from "../../src/outbox/latest-source.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const room = asRoomId("!data");

/** One key that is due until it was taken. */
class OneKey implements Pace<string> {
  waiting: string | undefined = "box";

  due(): string | undefined {
    return this.waiting;
  }

  dueIn(): number | undefined {
    return this.waiting === undefined ? undefined : 0;
  }

  taken(): void {
    this.waiting = undefined;
  }
}

function start(): {
  readonly source: LatestSource<string>;
  readonly pace: OneKey;
  readonly set: (value: number) => void;
  readonly told: string[];
} {
  const pace = new OneKey();
  const told: string[] = [];
  let value = 0;
  const source = new LatestSource({
    clock: new HandClock(),
    room,
    name: "state.1",
    pace,
    make: (key) => ({ room, type: "state", stateKey: key, content: { value } }),
    sent: (key, event) => told.push(`sent ${key} ${JSON.stringify(event.content)}`),
    forbidden: (key) => {
      told.push(`forbidden ${key}`);
      source.setPaused(true);
    },
  });
  const set = (to: number): void => {
    value = to;
  };
  return { source, pace, set, told };
}

function offered(source: LatestSource<string>): Candidate {
  const candidate = source.next(new Set());
  assert.ok(typeof candidate === "object");
  return candidate;
}

function seal(candidate: Candidate): void {
  const { type, content } = candidate.make();
  candidate.keepSealed({ room, type, wire: JSON.stringify(content), txn: candidate.txn });
}

test("the value is the one at the time of sealing, and stays it until the event arrived", () => {
  const { source, pace, set, told } = start();
  const early = offered(source);
  set(2);
  assert.equal(offered(source).txn, early.txn);
  seal(offered(source));
  set(3);
  pace.waiting = "box";
  assert.equal(offered(source).sealed?.wire, '{"value":2}');
  offered(source).sent("$1");
  assert.deepEqual(told, ['sent box {"value":2}']);
  seal(offered(source));
  assert.equal(offered(source).sealed?.wire, '{"value":3}');
  assert.notEqual(offered(source).txn, early.txn);
});

test("without power the event is dropped and the source, paused, offers nothing more", () => {
  const { source, pace, told } = start();
  seal(offered(source));
  offered(source).forbidden?.("M_FORBIDDEN");
  pace.waiting = "box";
  assert.deepEqual(told, ["forbidden box"]);
  assert.equal(source.next(new Set()), undefined);
  source.setPaused(false);
  assert.equal(offered(source).sealed, undefined);
});

test("offers nothing for a closed room", () => {
  assert.equal(start().source.next(new Set([room])), undefined);
});
