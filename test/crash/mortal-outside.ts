import type { Machine, SimulatedLines } from "../../src/core/bus-ports.ts";
import type { Clock } from "../../src/core/clock.ts";
import type { RoomSender } from "../../src/core/room-ports.ts";
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
export function mortalSender(life: Mortal, { sender }: World): RoomSender {
  return {
    seal: (event, txn) => (life.isDead ? never : sender.seal(event, txn)),
    put: (event) => {
      Mortal.effect();
      return life.isDead ? never : sender.put(event);
    },
  };
}

/** The way to the hardware: what was written arrives whether or not the writer lives to hear of it. */
export function mortalMachine(life: Mortal, world: World): Machine {
  const unused = (): never => {
    throw new Error("the play has simulated lines only");
  };
  return {
    openMqttBroker: unused,
    openSerialPort: unused,
    openSimulatedLines: (_socket, events) => {
      const up = () => life.call(() => events.up());
      return mortalLines(life, world, linesOf(world.hardware, { ...events, up }));
    },
  };
}

function mortalLines(life: Mortal, world: World, lines: SimulatedLines): SimulatedLines {
  const write: SimulatedLines["write"] = (line, level, signal) => {
    if (life.isDead) return never;
    Mortal.effect();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    const deliver = (): void => {
      world.written.push({ line, level, at: world.clock.monotonic() });
      lines.write(line, level, new AbortController().signal).then(
        () => world.clock.after(busMs, resolve),
        (error: unknown) => world.clock.after(busMs, () => reject(error)),
      );
    };
    world.clock.after(busMs, deliver);
    return promise;
  };
  return {
    isUp: true,
    write,
    watch: (line, take) => lines.watch(line, (level) => life.call(() => take(level))),
    ask: (line) => lines.ask(line),
    [Symbol.asyncDispose]: () => lines[Symbol.asyncDispose](),
  };
}
