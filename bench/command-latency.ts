import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type CommandContent, commandType } from "../schemas/command.ts";
import type { RoomId, UserId } from "../src/core/ids.ts";
import type { PlainClient } from "../test/homeserver/matrix-user.ts";
import type { BenchHardware } from "./hardware.ts";
import { monotonicMs } from "./monotonic-ms.ts";
import { quantile } from "./quantile.ts";
import type { SyncProxy } from "./sync-proxy.ts";

/** One of the two programs that are compared. */
export interface Contender {
  /** Also the name of its line. */
  readonly name: "agent" | "floor";
  readonly room: RoomId;
  readonly user: UserId;
  readonly proxy: SyncProxy;
}

export interface Latencies {
  /** ms from the body of /sync being handed over to the edge. */
  readonly inside: readonly number[];
  /** ms from the operator's call to send to the edge, through the homeserver. */
  readonly through: readonly number[];
}

/** V8 compiles what has become hot within these. */
export const warmUp = 30;
const patienceMs = 60_000;
/** ms in which a program finishes what follows an edge. */
const pauseMs = 60;

/** Sends each command when the one before has switched its line, in the order ABBA; the first ones warm up and do not count. */
export async function measureCommands(
  operator: PlainClient,
  hardware: BenchHardware,
  [first, second]: readonly [Contender, Contender],
  count: number,
): Promise<ReadonlyMap<Contender["name"], Latencies>> {
  const found = new Map([first, second].map(({ name }) => [name, { inside: [] as number[], through: [] as number[] }]));
  for (let turn = 0; turn < warmUp + count; turn++) {
    for (const contender of turn % 2 === 0 ? [first, second] : [second, first]) {
      const { inside, through } = await switchOnce(operator, hardware, contender, turn % 2 === 0);
      await wait(pauseMs);
      if (turn < warmUp) continue;
      found.get(contender.name)?.inside.push(inside);
      found.get(contender.name)?.through.push(through);
    }
  }
  return found;
}

async function switchOnce(
  operator: PlainClient,
  hardware: BenchHardware,
  { name, room, user, proxy }: Contender,
  input: boolean,
): Promise<{ readonly inside: number; readonly through: number }> {
  const edge = hardware.nextEdge(name);
  const sentAt = monotonicMs();
  const eventId = await operator.send(room, commandType, lampCommand(user, room, input, 30_000));
  const { at } = await edge;
  const handedOver = proxy.handedOver.get(eventId);
  if (handedOver === undefined) throw new Error(`${name} switched before it could have known of the command.`);
  return { inside: at - handedOver, through: at - sentAt };
}

/** A command for the bench's lamp; with a negative validity it is refused as expired. */
export function lampCommand(agent: UserId, room: RoomId, input: boolean, validMs: number): CommandContent {
  const now = Date.now();
  const issued = validMs < 0 ? now + validMs * 2 : now;
  return {
    v: 1,
    id: randomUUID(),
    agent,
    room_id: room,
    thing: "bench",
    op: "write",
    name: "lamp",
    input,
    issued_at: issued,
    expires_at: issued + Math.abs(validMs),
  };
}

/** The library of the operator must know that somebody joined before it shares keys. */
export async function untilJoined(operator: PlainClient, room: RoomId, user: UserId): Promise<void> {
  const deadline = monotonicMs() + patienceMs;
  while (operator.client.getRoom(room)?.getMember(user)?.membership !== "join") {
    if (monotonicMs() > deadline) throw new Error(`${user} did not join ${room}`);
    await wait(50);
  }
}

/** How many times the floor's time the agent's is, at that part of both: 0.5 for the medians, 0.99 for p99. */
export function ratioAt(part: number, found: ReadonlyMap<Contender["name"], Latencies>): number {
  return quantile(found.get("agent")?.inside ?? [], part) / quantile(found.get("floor")?.inside ?? [], part);
}
