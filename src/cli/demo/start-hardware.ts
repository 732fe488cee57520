import { join } from "node:path";
import type { Clock } from "../../core/clock.ts";
import { type Program, startProgram } from "./start-program.ts";

const here = import.meta.dirname;
const patienceMs = 1_000;

/** The process of simulated hardware. Resolves when its socket answers. */
export async function startHardware(directory: string, clock: Clock): Promise<Program & { readonly socket: string }> {
  const socket = join(directory, "hardware");
  const words = [join(here, "hardware-process.ts"), socket, directory];
  return { ...(await startReady(words, clock, () => undefined)), socket };
}

/** The serial sensor. Resolves when its port is there. */
export async function startSensor(
  directory: string,
  clock: Clock,
): Promise<Program & { readonly port: string; readonly lines: ReadonlyMap<number, number> }> {
  const port = join(directory, "meter");
  const lines = new Map<number, number>();
  const take = (line: string): void => {
    const [number, at] = line.split(" ");
    lines.set(Number(number), Number(at));
  };
  return { ...(await startReady([join(here, "sensor-program.ts"), port], clock, take)), port, lines };
}

/** Resolves when the program said `ready`; rejects with its last words when it ends before. */
async function startReady(words: readonly string[], clock: Clock, take: (line: string) => void): Promise<Program> {
  const ready = Promise.withResolvers<void>();
  const takeOutput = (line: string): void => (line === "ready" ? ready.resolve() : take(line));
  const program = startProgram(words, { clock, patienceMs, takeOutput });
  const early = program.ended.then((last) => {
    throw new Error(`A program of the demo does not start: ${last}`);
  });
  early.catch(() => undefined);
  await Promise.race([ready.promise, early]);
  return program;
}
