import type { Command } from "../../src/core/command.ts";
import { asRoomId, asThingId, asUserId } from "../../src/core/ids.ts";
import type { SealedEvent } from "../../src/core/room-ports.ts";
import type { NewInboxEvent, Post, Verdict } from "../../src/core/store-ports.ts";

export const room = asRoomId("!room:example.org");
export const ana = asUserId("@ana:example.org");

export function someEvent(number: number): NewInboxEvent {
  return {
    room,
    eventId: `$event${number}`,
    sender: ana,
    type: "m.room.encrypted",
    raw: JSON.stringify({ number, content: { ciphertext: "é☃ ".repeat(100) } }),
    receivedAt: 1_700_000_000_000 + number,
  };
}

export function someCommand(number: number): Command {
  return {
    id: `command-${number}`,
    sender: ana,
    room,
    eventId: `$event${number}`,
    source: "event",
    thing: asThingId("greenhouse"),
    op: "write",
    name: "setpoint",
    input: { coefficient: 12345678901234567890123n, scale: 2 },
    lease: undefined,
    pulse: undefined,
    expiresAt: 1_700_000_300_000,
  };
}

export function somePost(number: number, of: Post["class"] = "answer"): Post {
  return {
    class: of,
    event: { room, type: "m.room.message", content: { msgtype: "m.notice", body: `post ${number}` } },
  };
}

export function someSealed(txn: string): SealedEvent {
  return { room, type: "m.room.encrypted", wire: `{"ciphertext":"${txn}"}`, txn };
}

export function someVerdict(position: number, number: number): Verdict {
  return {
    position,
    seen: { sessionId: "session", index: number },
    commandId: `command-${number}`,
    begin: someCommand(number),
    posts: [somePost(number)],
    notes: [],
  };
}
