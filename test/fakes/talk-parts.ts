import { asUserId } from "../../src/core/ids.ts";
import { showTimeIn } from "../../src/talk/show-time.ts";
import type { TalkParts } from "../../src/talk/talk-to-people.ts";
import { english } from "../../src/texts/english.ts";
import { HandClock } from "./hand-clock.ts";
import { quietDelivery } from "./quiet-delivery.ts";

/** Nobody whose trust is to be told of. */
export const nobody = {
  notPinned: [],
  firstUse: [],
  identityChanged: [],
  unlisted: [],
  silencing: [],
  isOwnReplaced: false,
} as const;

/** What an agent without Things has to tell; change what the test is about. */
export function talkParts(change: Partial<TalkParts> = {}): TalkParts {
  const clock = change.clock ?? new HandClock();
  return {
    names: { user: asUserId("@greenhouse:example.org"), displayName: "Greenhouse Pi" },
    things: [],
    latest: () => undefined,
    away: () => undefined,
    status: () => ({
      version: "0.1.0",
      startedAt: clock.now(),
      isClockTrusted: true,
      downConnections: [],
      stopped: undefined,
      delivery: quietDelivery(clock.now()),
      farewell: "hourly",
      trust: nobody,
    }),
    alerts: () => ({ standing: [], mutes: {} }),
    people: () => [],
    audit: () => [],
    showTime: showTimeIn("UTC", "en"),
    texts: english,
    ...change,
    clock,
  };
}
