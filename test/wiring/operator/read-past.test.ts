import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeColumns } from "../../../src/core/encode-columns.ts";
import { affordancePath, asRoomId, asThingId, type UserId } from "../../../src/core/ids.ts";
import type { InboxEvent, OpenedEvent } from "../../../src/core/room-ports.ts";
import type { OperatorEvent } from "../../../src/wiring/operator/operator-event.ts";
import { readPast } from "../../../src/wiring/operator/read-past.ts";

const box = "@box:example.org" as UserId;
const path = affordancePath(asThingId("box"), "door");

interface Sent {
  readonly seq: number;
  readonly index?: number;
  readonly sender?: UserId;
  readonly opened?: OpenedEvent;
}

function telemetry({ seq, index = seq }: Sent): OpenedEvent {
  const entry = {
    path,
    type: "boolean",
    unit: undefined,
    scale: 0,
    value: true,
    quality: "ok",
    at: seq * 1000,
  } as const;
  const content = { v: 1, epoch: 2, seq, clock: "trusted", columns: encodeColumns([entry]) };
  const facts = { device: "signed", masterKey: "k", shield: "none", forwarded: false, sessionId: "s", index } as const;
  return { kind: "opened", type: "dev.roomwire.telemetry", content, facts };
}

async function read(sent: readonly Sent[]) {
  const [told, counted]: [OperatorEvent[], string[]] = [[], []];
  async function* events(): AsyncGenerator<InboxEvent> {
    for (const [at, { sender = box }] of sent.entries()) {
      const eventId = String(at);
      yield {
        position: 0,
        room: asRoomId("!data"),
        eventId,
        sender,
        type: "m.room.encrypted",
        raw: "{}",
        receivedAt: 0,
      };
    }
  }
  await readPast(events(), {
    opener: {
      open: async ({ eventId }) => {
        const one = sent[Number(eventId)];
        assert.ok(one);
        return one.opened ?? telemetry(one);
      },
    },
    trust: { believes: () => true, count: (reason) => void counted.push(reason) },
    isWelcome: (user) => user === box,
    onEvent: (event) => void told.push(event),
  });
  const short = told.map((event) =>
    event.kind === "readings"
      ? `seq ${event.seq}`
      : event.kind === "gap"
        ? `gap ${event.from}-${event.to}`
        : event.kind,
  );
  return { told: short, counted };
}

test("counting begins with the first event found; what is missing after it is named, what comes twice is left out", async () => {
  const { told, counted } = await read([{ seq: 5 }, { seq: 6 }, { seq: 6, index: 99 }, { seq: 9 }, { seq: 9 }]);
  assert.deepEqual(told, ["seq 5", "seq 6", "gap 7-8", "seq 9"]);
  assert.deepEqual(counted, ["duplicate", "replay"]);
});

test("what cannot be opened is counted, what strangers say is not looked at", async () => {
  const dark = { kind: "undecryptable", detail: "", sessionId: "s" } as const;
  const { told, counted } = await read([
    { seq: 1, opened: dark },
    { seq: 2, sender: "@eve:example.org" as UserId },
    { seq: 3 },
  ]);
  assert.deepEqual([told, counted], [["seq 3"], ["undecryptable"]]);
});
