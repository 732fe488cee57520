import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { asRoomId } from "../../src/core/ids.ts";
import type { SealedEvent } from "../../src/core/room-ports.ts";
import { EventSize, largestWire } from "../../src/outbox/event-size.ts";

function sealedOf(bytes: number): SealedEvent {
  return { room: asRoomId("!data"), type: "m.room.encrypted", wire: "x".repeat(bytes), txn: "t" };
}

/** As Megolm and base64 make it, with `added` bytes of names and keys. */
const encrypted = (content: number, added: number): SealedEvent => sealedOf(Math.ceil((content * 4) / 3) + added);

test("what encryption adds is learnt, so that what is filled next is as large as may be and not larger", () => {
  fc.assert(
    fc.property(fc.integer({ min: 300, max: 3000 }), fc.integer({ min: 200, max: 46_000 }), (added, first) => {
      const size = new EventSize();
      size.sealed(first, encrypted(first, added));
      const content = size.largestContent;
      const wire = encrypted(content, added);
      assert.ok(size.sealed(content, wire));
      assert.ok(wire.wire.length > largestWire - 400, `${wire.wire.length}`);
    }),
  );
});

test("in a room without encryption the whole event is content", () => {
  const size = new EventSize();
  size.sealed(1000, sealedOf(1000));
  assert.ok(size.largestContent > 62_000);
});

test("a size that was refused is halved, then grows to just below it, and is tried again after a hundred events", () => {
  const size = new EventSize();
  const most = 40_000;
  const sizes: number[] = [];
  const refusals: number[] = [];
  for (let sent = 0; sent < 400; sent++) {
    const sealed = encrypted(size.largestContent, 600);
    if (sealed.wire.length > most) {
      refusals.push(sent);
      assert.ok(size.canBeLess(sealed));
      size.refused(sealed);
    } else {
      sizes.push(sealed.wire.length);
      size.taken();
    }
  }
  assert.ok(Math.max(...sizes) > most * 0.7, `${Math.max(...sizes)}`);
  assert.ok(refusals.length <= 12, `${refusals}`);
  assert.equal(refusals[0], 0);
});

test("an event that could not be made smaller, or is small already, is not worth another try", () => {
  const size = new EventSize();
  size.refused(sealedOf(60_000));
  assert.ok(!size.canBeLess(sealedOf(60_000)), "larger than what was wanted");
  assert.ok(!new EventSize().canBeLess(sealedOf(3000)));
});
