import type { NewInboxEvent } from "../../src/core/store-ports.ts";
import { simulatedHardware } from "../../src/machine/simulated-hardware.ts";
import { FakeEventOpener } from "../fakes/fake-event-opener.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LimitedSender } from "../fakes/limited-sender.ts";

/** A level that reached the hardware, whether or not the line took it. */
export interface Written {
  readonly line: string;
  readonly level: string;
  /** Monotonic ms. */
  readonly at: number;
}

/** What the homeserver allows: more than by default, so that plays end sooner. */
export const eventRate = { msPerEvent: 500, burst: 10 } as const;

/** Everything outside the agent's process, which outlives it: hardware, homeserver, time. */
export class World {
  readonly clock = new HandClock();
  readonly hardware = simulatedHardware({ now: () => this.clock.monotonic() });
  readonly written: Written[] = [];
  readonly sender = new LimitedSender(this.clock, eventRate.msPerEvent, eventRate.burst);
  readonly opener = new FakeEventOpener();
  /** What the homeserver has for the agent, in order. */
  readonly timeline: NewInboxEvent[] = [];
  /** Monotonic ms in which no agent ran, from and to. */
  readonly outages: { readonly from: number; readonly to: number }[] = [];

  /** The homeserver is some way off, and sometimes loses a request or a reply. */
  constructor(random: () => number) {
    this.sender.travelMs = 15;
    for (let count = 0; count < 4; count++) {
      this.sender.fates.push("taken", random() < 0.5 ? "reply-lost" : "request-lost", "taken");
    }
  }
}
