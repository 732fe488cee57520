import assert from "node:assert/strict";
import { test } from "node:test";
import { asRoomId, asUserId } from "../../src/core/ids.ts";
import type { SealedEvent } from "../../src/core/room-ports.ts";
import { PutClear } from "../../src/matrix/put-clear.ts";

async function wireOf(pinned: readonly string[]): Promise<string | undefined> {
  const sent: SealedEvent[] = [];
  const put = async (event: SealedEvent) => {
    sent.push(event);
    return { kind: "sent", eventId: "$1" } as const;
  };
  const clear = new PutClear({ put }, asUserId("@agent:hs"), { unsignedSession: "", ownIdentity: "" });
  await clear.put({ kind: "pinned-events", room: asRoomId("!room"), pinned });
  const [event] = sent;
  assert.deepEqual([event?.type, event?.stateKey, sent.length], ["m.room.pinned_events", "", 1]);
  return event?.wire;
}

test("of pinned events nothing leaves in clear but ids of events", async () => {
  const pinned = ["$abc_DEF-1:hs", "21.5 °C", "$21.5 °C", "", `$${"a".repeat(300)}`];
  assert.equal(await wireOf(pinned), '{"pinned":["$abc_DEF-1:hs"]}');
});

test("what others pinned may hold anything at all, and only ids of it go on", async () => {
  assert.equal(await wireOf(JSON.parse('[1, null, {"a": 1}, "$a"]') as string[]), '{"pinned":["$a"]}');
});
