import type { BusEvents } from "../../src/core/bus-events.ts";
import type { Chance } from "../../src/core/chance.ts";
import type { Clock } from "../../src/core/clock.ts";
import type { Machine } from "../../src/core/machine.ts";
import type { RoomSender } from "../../src/core/room-ports.ts";
import type { SimulatedLines } from "../../src/core/simulated-lines.ts";
import { WriteFailure } from "../../src/core/write-failure.ts";
import { openMqttBroker } from "../../src/machine/mqtt-broker.ts";
import { linesOf } from "../../src/machine/simulated-lines.ts";
import { Mortal } from "./mortal.ts";
import type { World } from "./world.ts";

/** ms that the bus takes in each direction. */
const busMs = 2;

const never = new Promise<never>(() => {});

/** The world's clock as one life sees it: its timers die with it. */
export function mortalClock(life: Mortal, { clock }: World): Clock {
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    isTrusted: () => clock.isTrusted(),
    after: (ms, run) => {
      if (life.isDead) return { [Symbol.dispose]: () => undefined };
      return clock.after(ms, () => life.call(run));
    },
  };
}

/** The way to the homeserver: what was sent arrives whether or not the sender lives to see it. */
export function mortalSender(life: Mortal, world: World): RoomSender {
  return {
    seal: (event, txn) => (life.isDead ? never : world.way.seal(event, txn)),
    put: (event) => {
      if (life.isDead) return never;
      Mortal.pass();
      Mortal.effect();
      const answer = world.way.put(event);
      Mortal.pass();
      return answer.then((outcome) => (life.isDead ? never : outcome));
    },
  };
}

/** The way to the hardware: what was written arrives whether or not the writer lives to hear of it. */
export function mortalMachine(life: Mortal, world: World, chance: Chance): Machine {
  return {
    openMqttBroker: (settings, events) =>
      openMqttBroker(settings, events, mortalClock(life, world), {
        start: world.broker.startFor(life),
        random: () => chance.fraction(),
      }),
    openSerialPort: () => {
      throw new Error("the play has no serial lines");
    },
    openModbusBus: () => {
      throw new Error("the play has no Modbus");
    },
    openGpioLines: () => {
      throw new Error("the play has no GPIO lines");
    },
    openKernelFiles: () => {
      throw new Error("the play has no files of a kernel");
    },
    openPwmChips: () => {
      throw new Error("the play has no PWM");
    },
    openSimulatedLines: (_socket, events) => mortalLines(life, world, events),
  };
}

type Take = (level: string | undefined) => void;

function mortalLines(life: Mortal, world: World, events: BusEvents): SimulatedLines {
  const { bus, clock, written } = world;
  const mortal: BusEvents = {
    up: () => life.call(() => (bus.isUp ? events.up() : events.down(pulled))),
    down: (reason) => life.call(() => events.down(reason)),
  };
  const lines = linesOf(world.hardware, mortal);
  const watched = new Map<Take, string>();
  const tell = (line: string, take: Take, level: string | undefined): void => {
    if (!bus.isUp || life.isDead) return;
    world.shown.push({ line, level, life: world.lives, at: clock.monotonic() });
    life.call(() => take(level));
  };
  const watching = bus.watch((isUp) => {
    if (!isUp) return mortal.down(pulled);
    mortal.up();
    for (const [take, line] of watched) tell(line, take, world.hardware.read(line));
  });
  const write: SimulatedLines["write"] = (line, level, signal) => {
    if (life.isDead) return never;
    if (!bus.isUp) return Promise.reject(new WriteFailure("connection-down", pulled));
    Mortal.pass();
    Mortal.effect();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // Whoever is stopped right here never hears of it.
    promise.catch(() => undefined);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    const deliver = (): void => {
      if (!bus.isUp) {
        reject(new WriteFailure("unconfirmed", pulled));
        return;
      }
      written.push({ line, level, at: clock.monotonic() });
      lines.write(line, level, new AbortController().signal).then(
        () => clock.after(busMs, resolve),
        (error: unknown) => clock.after(busMs, () => reject(error)),
      );
    };
    clock.after(busMs, deliver);
    Mortal.pass();
    return promise;
  };
  return {
    get isUp() {
      return bus.isUp;
    },
    write,
    watch(line, take) {
      const own: Take = (level) => take(level);
      watched.set(own, line);
      const watch = lines.watch(line, (level) => tell(line, own, level));
      return {
        [Symbol.dispose]: () => {
          watched.delete(own);
          watch[Symbol.dispose]();
        },
      };
    },
    ask: (line) => lines.ask(line),
    [Symbol.asyncDispose]: () => {
      watching[Symbol.dispose]();
      return lines[Symbol.asyncDispose]();
    },
  };
}

const pulled = "the cable to the simulated hardware is pulled";
