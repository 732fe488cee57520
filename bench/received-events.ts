import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { commandType } from "../schemas/command.ts";
import { sealUnsent } from "../test/homeserver/seal-unsent.ts";
import type { AgentProcess } from "./agent-process.ts";
import type { AgentScene } from "./agent-scene.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { lampCommand, untilJoined } from "./command-latency.ts";
import type { BenchHardware } from "./hardware.ts";
import { monotonicMs } from "./monotonic-ms.ts";
import { residentMemory } from "./process-memory.ts";

export interface MemoryOfEvents {
  /** After the first 2,000 events. */
  readonly early: Memory;
  /** After all. */
  readonly late: Memory;
  /** Commands by the code of their refusal. What is not `expired` was not opened. */
  readonly refusals: ReadonlyMap<string, number>;
  readonly seconds: number;
}

/** MB resident. */
export interface Memory {
  /** As it is after some quiet seconds. */
  readonly quiet: number;
  /** When V8 was made to collect its garbage: what is held, whenever the collector would have come by itself. */
  readonly held: number;
}

const earlyEvents = 2_000;
/** Events in one answer of /sync: the most that the agent's filter asks for. */
const perSync = 100;
/** One in so many is an expired command, the rest is talk that is meant for nobody. */
const commandEvery = 10;
/** Well within what the agent opens of one sender: 200 at once, then 20 a second (src/control/cut-arrivals.ts). */
const budget = { burst: 100, perSecond: 17 };
/** Events after which a command must have got through: whatever the machine, no sender's events pile up until they are cut. */
const caughtUpEvery = 1_000;
const quietMs = 5_000;
const afterCollectionMs = 2_000;

/**
 * Feeds events that the operators sealed with their real Megolm sessions and did not send. They come in turn from all
 * operators and slowly enough for every sender's budget, so that all are decrypted and judged.
 */
export async function measureReceivedEvents(
  scene: AgentScene,
  agent: AgentProcess,
  hardware: BenchHardware,
  events: number,
): Promise<MemoryOfEvents> {
  const { operators, room, user, proxy } = scene;
  for (const operator of operators) await untilJoined(operator, room, user.id);
  const senders = operators.map((operator) => ({ id: operator.userId, seal: sealUnsent(operator, room) }));
  const begin = monotonicMs();
  let pausedMs = 0;
  let early: Memory | undefined;
  for (let count = 0; count < events; count += perSync) {
    const batch = Array.from({ length: perSync }, async (_, place) => {
      const number = count + place;
      const sender = senders[number % senders.length];
      const content = await sender?.seal(...unsentEvent(scene, Math.floor(number / senders.length)));
      return { ...frame(room, sender?.id ?? ""), content: { ...content } };
    });
    const sealed = await Promise.all(batch);
    const perSender = (count + perSync) / senders.length;
    const dueMs = pausedMs + ((perSender - budget.burst) / budget.perSecond) * 1000;
    await wait(Math.max(0, begin + dueMs - monotonicMs()));
    await proxy.feed(room, sealed);
    const fed = count + perSync;
    if (fed % caughtUpEvery === 0) await catchUp(scene, hardware, fed % (2 * caughtUpEvery) !== 0);
    if (fed !== earlyEvents) continue;
    const pauseBegan = monotonicMs();
    early = await quietMemory(agent);
    pausedMs = monotonicMs() - pauseBegan;
  }
  const late = await quietMemory(agent);
  return { early: early ?? late, late, refusals: agent.refusals(), seconds: (monotonicMs() - begin) / 1000 };
}

function unsentEvent({ room, user }: AgentScene, number: number): [string, object] {
  if (number % commandEvery === 0) return [commandType, lampCommand(user.id, room, true, -10_000)];
  return ["m.room.message", { msgtype: "m.text", body: `so we were saying, ${number} times by now` }];
}

function frame(room: string, sender: string) {
  const id = `$${randomBytes(32).toString("base64url")}`;
  return { type: "m.room.encrypted", room_id: room, sender, event_id: id, origin_server_ts: Date.now() };
}

/** A command through the homeserver proves that all before it was judged, since the gate keeps the order. */
async function catchUp(
  { operators: [first], room, user }: AgentScene,
  hardware: BenchHardware,
  input: boolean,
): Promise<void> {
  const edge = hardware.nextEdge("crowd");
  await first?.send(room, commandType, lampCommand(user.id, room, input, 60_000));
  await edge;
}

async function quietMemory(agent: AgentProcess): Promise<Memory> {
  await wait(quietMs);
  const quiet = residentMemory(agent.pid);
  await collectGarbage(agent);
  await wait(afterCollectionMs);
  return { quiet, held: residentMemory(agent.pid) };
}
