import type { OpenedEvent } from "../../src/core/room-ports.ts";
import type { NewInboxEvent } from "../../src/core/store-ports.ts";
import { type Ask, askingMs } from "./asks.ts";
import { ana, pin, room } from "./crash-configuration.ts";
import type { World } from "./world.ts";

const validMs = 30_000;
const staleMs = 100_000;

/** Lets each command, and later its key, come at its time; `tell` is called after each. */
export function layOut(asks: readonly Ask[], world: World, tell: () => void): void {
  const { hardware, clock, sender } = world;
  for (const line of ["stuck", "stuck_last"]) hardware.setFault(line, "stick");
  hardware.setFault("broken", "fail");
  hardware.setFault("silent", "vanish");
  clock.after(askingMs / 2, () => void hardware.write("by_hand", "true"));
  clock.after(askingMs, () => sender.spendAll());
  for (const [index, { at }] of asks.entries()) {
    if (at !== undefined) clock.after(at, () => arrive(asks, index, world, tell));
  }
}

/** What is asked right before the agent is told to stop. */
export function askLast(asks: readonly Ask[], world: World, tell: () => void): void {
  for (const [index, { at }] of asks.entries()) if (at === undefined) arrive(asks, index, world, tell);
}

function arrive(asks: readonly Ask[], index: number, { clock, opener, timeline }: World, tell: () => void): void {
  const ask = asks[index];
  if (ask === undefined) return;
  const event = sealedAsk(index, clock.now());
  const opened = openedAsk(ask, index, clock.now());
  timeline.push(event);
  clock.after(ask.keyAfterMs, () => {
    opener.opened.set(event.eventId, opened);
    tell();
  });
  tell();
}

/** The homeserver gives everything that could be read once more, as if it were new. */
export function replayAll({ timeline, opener }: World, round: number): void {
  for (const event of [...timeline]) {
    const opened = opener.opened.get(event.eventId);
    if (opened === undefined || event.eventId.includes(replayed)) continue;
    const eventId = `${event.eventId}${replayed}${round}`;
    timeline.push({ ...event, eventId });
    opener.opened.set(eventId, opened);
  }
}

const replayed = "-again-";

function sealedAsk(index: number, now: number): NewInboxEvent {
  const raw = JSON.stringify({ origin_server_ts: now, content: { session_id: `session${index}` } });
  return { room, eventId: `$ask${index}`, sender: ana, type: "m.room.encrypted", raw, receivedAt: now };
}

/** Each in a Megolm session of its own, so that one without its key holds back no other. */
function openedAsk({ form, content, isStale }: Ask, index: number, now: number): OpenedEvent {
  const issued = isStale ? now - staleMs : now;
  const facts = {
    device: "signed",
    masterKey: pin,
    shield: "none",
    forwarded: false,
    sessionId: `session${index}`,
    index: 1,
  } as const;
  if (form === "text") return { kind: "opened", type: "m.room.message", content, facts };
  const whole = { ...content, issued_at: issued, expires_at: issued + validMs };
  return { kind: "opened", type: "dev.roomwire.command", content: whole, facts };
}
