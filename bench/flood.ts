import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { commandType } from "../schemas/command.ts";
import { floodTimeline } from "../test/homeserver/lying/flood-timeline.ts";
import { newEventId } from "../test/homeserver/lying/forge-event.ts";
import type { WireEvent } from "../test/homeserver/lying/wire.ts";
import type { AgentProcess } from "./agent-process.ts";
import type { AgentScene } from "./agent-scene.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { lampCommand, untilJoined } from "./command-latency.ts";
import type { BenchHardware } from "./hardware.ts";
import { monotonicMs } from "./monotonic-ms.ts";
import { residentMemory } from "./process-memory.ts";

export interface FloodFound {
  /** Events that were handed over while it lasted. */
  readonly events: number;
  readonly seconds: number;
  /** ms from the owner's call to send to the edge, of every command before and after it; all of them reached the hardware. */
  readonly calm: readonly number[];
  /** The same of those under it. */
  readonly flooded: readonly number[];
  /** MB resident, garbage collected, before and after. */
  readonly heldBefore: number;
  readonly heldAfter: number;
}

const perSecond = 1_000;
/** ms between two commands of the owner. */
const pauseMs = 60;
const warmUp = 20;
/** Fewer commands than these would say nothing. */
const fewest = 60;
const quietMs = 3_000;

/**
 * What a flood does to the owner's commands: the same commands without it, then while 1,000 events a second come in. They look
 * like ciphertext; half of them are of a member who is not listed, half bear the name of the other operator, which the agent must look at as
 * far as that one's own budget goes.
 */
export async function measureFlood(
  scene: AgentScene,
  agent: AgentProcess,
  hardware: BenchHardware,
  seconds: number,
): Promise<FloodFound> {
  const [owner] = scene.operators;
  if (owner === undefined) throw new Error("a flood needs an owner");
  await untilJoined(owner, scene.room, scene.user.id);
  const command = commandsOf(scene, hardware);
  for (let count = 0; count < warmUp; count++) await command();
  const heldBefore = await held(agent);
  const before = await commandFor(command, seconds / 3);
  const flood = floodTimeline(scene.room, perSecond, likeCiphertext(scene));
  const began = monotonicMs();
  const flooded = await (async () => {
    using _ = scene.proxy.tell(flood.lie);
    return await commandFor(command, seconds);
  })();
  const took = (monotonicMs() - began) / 1000;
  if (flooded.length < fewest) throw new Error(`only ${flooded.length} commands reached the hardware`);
  const heldAfter = await held(agent);
  const after = await commandFor(command, seconds / 3);
  return { events: flood.told(), seconds: took, calm: [...before, ...after], flooded, heldBefore, heldAfter };
}

/** Each call switches the lamp over and resolves to the ms until its line did. */
function commandsOf({ operators: [owner], room, user }: AgentScene, hardware: BenchHardware): () => Promise<number> {
  let on = false;
  return async () => {
    on = !on;
    const edge = hardware.nextEdge("flood");
    const sentAt = monotonicMs();
    await owner?.send(room, commandType, lampCommand(user.id, room, on, 60_000));
    const { at } = await edge;
    await wait(pauseMs);
    return at - sentAt;
  };
}

async function commandFor(command: () => Promise<number>, seconds: number): Promise<readonly number[]> {
  const end = monotonicMs() + seconds * 1000;
  const found: number[] = [];
  while (monotonicMs() < end) found.push(await command());
  return found;
}

/** Half of a member who is not listed, half under the name of the other operator. */
function likeCiphertext({ room, operators: [, other] }: AgentScene): (number: number) => WireEvent {
  return (number) => ({
    type: "m.room.encrypted",
    room_id: room,
    sender: number % 2 === 0 ? "@flooder:localhost" : (other?.userId ?? ""),
    event_id: newEventId(),
    origin_server_ts: Date.now(),
    content: {
      algorithm: "m.megolm.v1.aes-sha2",
      ciphertext: randomBytes(300).toString("base64"),
      session_id: randomBytes(32).toString("base64"),
      device_id: "FLOOD",
      sender_key: randomBytes(32).toString("base64"),
    },
  });
}

async function held(agent: AgentProcess): Promise<number> {
  await wait(quietMs);
  await collectGarbage(agent);
  await wait(quietMs);
  return residentMemory(agent.pid);
}
