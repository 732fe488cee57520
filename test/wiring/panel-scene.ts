import { asRoomId, asUserId, type UserId } from "../../src/core/ids.ts";
import type { Reading } from "../../src/core/reading.ts";
import type { PutOutcome } from "../../src/core/room-ports.ts";
import type { EventStanding } from "../../src/matrix/event-standing.ts";
import type { ClearEvent } from "../../src/matrix/put-clear.ts";
import { EventBudget } from "../../src/outbox/event-budget.ts";
import { SendLoop } from "../../src/outbox/send-loop.ts";
import { english } from "../../src/texts/english.ts";
import { newcomerMemory } from "../../src/wiring/newcomers.ts";
import { KeptPanel } from "../../src/wiring/panel/kept-panel.ts";
import { configurationOf } from "../fakes/configuration-of.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LimitedSender } from "../fakes/limited-sender.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

export const room = asRoomId("!room");
const agent = asUserId("@agent:hs");
export const [ana, ben] = [asUserId("@ana:hs"), asUserId("@ben:hs")] as const;

/** A panel of a box with `open`, `mode` and the private `diary`, sent at Synapse's default limits by a clock moved by hand. */
export function panelScene({ isEncrypted = true, msPerEvent = 5_000 } = {}) {
  using directory = temporaryDirectory();
  const text = { type: "string", from: { topic: "box" } };
  const configuration = configurationOf(directory.path, {
    matrix: { homeserver: "https://hs", user: agent, encryption: isEncrypted ? "required" : "off" },
    panel: true,
    operators: [{ user: ana }, { user: ben }],
    connections: { broker: { type: "mqtt", url: "mqtt://localhost" } },
    things: {
      box: { connection: "broker", properties: { open: text, mode: text, diary: { ...text, private: true } } },
    },
  });
  const clock = new HandClock();
  const [store, log, sender] = [new MemoryControlStore(), new LogLines(), new LimitedSender(clock, msPerEvent)];
  const budget = new EventBudget(clock, { msPerEvent, burst: 10 });
  const latest = new Map<string, Reading>();
  const now = {
    members: [agent, ana] as readonly UserId[],
    standing: "there" as EventStanding,
    pinned: ["$others"] as unknown,
    pinning: { kind: "sent", eventId: "$state" } as PutOutcome,
  };
  const pins: (readonly string[])[] = [];
  const link = {
    rooms: { members: () => now.members, isEncrypted: () => isEncrypted, state: () => ({ pinned: now.pinned }) },
    standing: async () => now.standing,
    clear: {
      put: async (event: ClearEvent) => {
        if (event.kind === "pinned-events") pins.push(event.pinned);
        if (event.kind === "pinned-events" && now.pinning.kind === "sent") now.pinned = event.pinned;
        return now.pinning;
      },
    },
  } as unknown as ConstructorParameters<typeof KeptPanel>[0]["link"];
  let epoch = 0;
  const start = () => {
    epoch += 1;
    const stop = new AbortController();
    const panel = new KeptPanel({
      configuration,
      link,
      store,
      clock,
      log,
      budget,
      newcomers: { panel: newcomerMemory() },
      epoch,
      texts: english,
      rooms: { room, dataRoom: undefined },
      readings: { latest: { get: (path) => latest.get(path) } },
      wakeSender: () => loop.wake(),
    });
    const report = new Proxy({}, { get: () => () => undefined }) as ConstructorParameters<typeof SendLoop>[0]["report"];
    const loop = new SendLoop({ sources: [panel.source], sender, budget, clock, random: () => 0.5, report });
    const run = loop.run(stop.signal);
    const set = (name: string, value: string): void => {
      const [path] = configuration.things.flatMap(({ properties }) =>
        properties.flatMap((property) => (property.name === name ? [property.path] : [])),
      );
      if (path === undefined) throw new Error(name);
      latest.set(path, { path, value, quality: "ok", measuredAt: clock.now(), takenAt: clock.now() });
      panel.changed();
      loop.wake();
    };
    const end = async () => {
      panel[Symbol.dispose]();
      stop.abort();
      await run;
    };
    return { set, end };
  };
  const sent = () =>
    sender.arrived.map(({ event, eventId, at }) => {
      const content = JSON.parse(event.wire) as Record<string, unknown>;
      const edits = (content["m.relates_to"] as { event_id?: string } | undefined)?.event_id;
      return { body: String(content.body), edits, eventId, at };
    });
  return { clock, store, log, sender, now, pins, start, sent };
}
