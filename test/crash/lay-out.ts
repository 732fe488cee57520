import type { OpenedEvent } from "../../src/core/room-ports.ts";
import type { NewInboxEvent } from "../../src/core/store-ports.ts";
import { type Ask, askingMs } from "./asks.ts";
import { ana, pin, room } from "./crash-configuration.ts";
import type { World } from "./world.ts";

const validMs = 30_000;
const staleMs = 100_000;
/** ms between two looks of the operator at what came back. */
const lookEveryMs = 300;
const replayed = "-again-";

/** Lets each command, and later its key, come at its time; `tell` is called after each. */
export function layOut(asks: readonly Ask[], world: World, tell: () => void): void {
  const { hardware, clock, sender } = world;
  for (const line of ["stuck", "stuck_last"]) hardware.setFault(line, "stick");
  hardware.setFault("broken", "fail");
  hardware.setFault("silent", "vanish");
  clock.after(askingMs / 2, () => void hardware.write("by_hand", "true"));
  clock.after(askingMs, () => sender.spendAll());
  for (const ask of asks) {
    const { when } = ask;
    if (typeof when === "object" && "at" in when) clock.after(when.at, () => arrive(ask, undefined, world, tell));
  }
  answerChallenges(asks, world, tell);
}

/** What is asked right before the agent is told to stop. */
export function askLast(asks: readonly Ask[], world: World, tell: () => void): void {
  for (const ask of asks) if (ask.when === "last") arrive(ask, undefined, world, tell);
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

/** The operator's side answers by itself, once. */
function answerChallenges(asks: readonly Ask[], world: World, tell: () => void): void {
  const open = new Map(
    asks.flatMap((ask) => (typeof ask.when === "object" && "answers" in ask.when ? [[ask.when.answers, ask]] : [])),
  );
  let seen = 0;
  const look = (): void => {
    if (world.isOver) return;
    const news = world.sender.arrived.slice(seen);
    seen += news.length;
    for (const { event } of news) {
      const { command, challenge } = JSON.parse(event.wire);
      const answer = challenge === undefined ? undefined : open.get(command);
      open.delete(command);
      if (answer !== undefined) arrive(answer, challenge.nonce, world, tell);
    }
    if (open.size > 0) world.clock.after(lookEveryMs, look);
  };
  world.clock.after(lookEveryMs, look);
}

function arrive(ask: Ask, challenge: string | undefined, world: World, tell: () => void): void {
  const { clock, opener, timeline } = world;
  // Each in a Megolm session of its own, so that one without its key holds back no other.
  const session = ask.form === "text" ? ask.id.replace(/:1$/, "") : `session-${ask.id}`;
  const event = sealedAsk(ask, session, world.trueNow());
  const opened = openedAsk(ask, session, challenge, world.trueNow());
  timeline.push(event);
  clock.after(ask.keyAfterMs, () => {
    opener.opened.set(event.eventId, opened);
    tell();
  });
  tell();
}

function sealedAsk({ id }: Ask, session: string, now: number): NewInboxEvent {
  const raw = JSON.stringify({ origin_server_ts: now, content: { session_id: session } });
  return { room, eventId: `$${id}`, sender: ana, type: "m.room.encrypted", raw, receivedAt: now };
}

function openedAsk(
  { form, content, isStale }: Ask,
  sessionId: string,
  challenge: string | undefined,
  now: number,
): OpenedEvent {
  const facts = {
    device: "signed",
    masterKey: pin,
    shield: "none",
    forwarded: false,
    sessionId,
    index: 1,
  } as const;
  if (form === "text") return { kind: "opened", type: "m.room.message", content, facts };
  const issued = isStale ? now - staleMs : now;
  const times = { issued_at: issued, expires_at: issued + validMs };
  const whole = { ...content, ...times, ...(challenge !== undefined && { challenge }) };
  return { kind: "opened", type: "dev.roomwire.command", content: whole, facts };
}
