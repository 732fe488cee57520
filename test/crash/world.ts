import type { BootClock } from "../../src/core/boot-clock.ts";
import { versionMadeAt } from "../../src/core/clock-trust.ts";
import type { RoomSender } from "../../src/core/room-ports.ts";
import type { NewInboxEvent } from "../../src/core/store-ports.ts";
import { simulatedHardware } from "../../src/machine/simulated-hardware.ts";
import { FakeEventOpener } from "../fakes/fake-event-opener.ts";
import { LimitedSender } from "../fakes/limited-sender.ts";
import { NotedClock } from "./noted-clock.ts";
import { QueueingBroker } from "./queueing-broker.ts";
import { SimulatedBus } from "./simulated-bus.ts";

/** A level that reached the hardware, whether or not the line took it. */
export interface Written {
  readonly line: string;
  readonly level: string;
  /** Monotonic ms. */
  readonly at: number;
}

/** A level that a life was shown; undefined: a fault. */
export interface Shown {
  readonly line: string;
  readonly level: string | undefined;
  /** From 1. */
  readonly life: number;
  /** Monotonic ms. */
  readonly at: number;
}

/** What the homeserver allows: more than by default, so that plays end sooner. */
export const eventRate = { msPerEvent: 500, burst: 10 } as const;

/** Everything outside the agent's process, which outlives it: hardware, homeserver, time. */
export class World {
  readonly clock = new NotedClock(versionMadeAt + 30 * 86_400_000);
  readonly hardware = simulatedHardware({ now: () => this.clock.monotonic() });
  /** The way to the hardware. */
  readonly bus = new SimulatedBus();
  readonly broker = new QueueingBroker(this.clock);
  readonly written: Written[] = [];
  readonly shown: Shown[] = [];
  /** How many lives the agent has had so far. */
  lives = 0;
  readonly sender = new LimitedSender(this.clock, eventRate.msPerEvent, eventRate.burst);
  /** The way to the homeserver. */
  way: RoomSender = this.sender;
  /** Whether the homeserver tells the agent what is new. */
  isHeard = true;
  /** Whether everybody else has done what they wanted. */
  isOver = false;
  readonly opener = new FakeEventOpener();
  /** What the homeserver has for the agent, in order. */
  readonly timeline: NewInboxEvent[] = [];
  /** Monotonic ms in which no agent ran, or none reached its outputs, from and to. */
  readonly outages: { readonly from: number; readonly to: number }[] = [];
  /** Monotonic ms at which the agent's machine was started, each time. */
  readonly boots = [0];

  /** The homeserver is some way off, and sometimes loses a request or a reply. */
  constructor(random: () => number) {
    this.sender.travelMs = 15;
    for (let count = 0; count < 4; count++) {
      this.sender.fates.push("taken", random() < 0.5 ? "reply-lost" : "request-lost", "taken");
    }
  }

  /** UTC ms as everybody but the agent's machine has it. */
  trueNow(): number {
    return Math.floor(this.clock.trueAt(this.clock.monotonic()));
  }

  /** The agent's machine is off, and on again. */
  startMachine(): void {
    this.boots.push(this.clock.monotonic());
  }

  /** The machine's that runs now. */
  get boot(): BootClock {
    const startedAt = this.boots.at(-1) ?? 0;
    return { id: `boot ${this.boots.length}`, sinceBoot: () => this.clock.monotonic() - startedAt };
  }
}
