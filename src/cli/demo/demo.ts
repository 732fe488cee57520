import { parseArgs } from "node:util";
import { systemClock } from "../../machine/clock.ts";
import { printLines } from "../print-lines.ts";
import { demoDirectory } from "./demo-directory.ts";
import { live } from "./live.ts";
import { playScene } from "./scene.ts";

const usage = `npm run demo             Homeserver, hardware, agent and operator on this machine, until q or Ctrl-C.
npm run demo -- --once   Plays a fixed scene, checks it, ends with 0 or 1.`;

/** ms after which an end in good order is given up; all processes end by themselves when this one is gone. */
const endWithinMs = 5_000;

const clock = systemClock("trusted");
const say = printLines(process.stdout, "text");

/** The demo from start to end. Resolves to the exit code. */
export async function demo(words: readonly string[]): Promise<number> {
  const stopped = Promise.withResolvers<"stopped">();
  // A terminal tells the whole group, and npm tells it again: one end, however often.
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => stopped.resolve("stopped"));
  const awake = setInterval(() => undefined, 2 ** 30);
  try {
    const { values } = parseArgs({
      args: [...words],
      options: { once: { type: "boolean" }, help: { type: "boolean" } },
    });
    if (values.help) {
      for (const line of usage.split("\n")) say(line);
      return 0;
    }
    return await play(values.once === true, stopped);
  } catch (error) {
    say(`The demo ends: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    clearInterval(awake);
  }
}

/** Plays until it is over or somebody stops it, then closes in reverse what was opened. */
async function play(once: boolean, stopped: PromiseWithResolvers<"stopped">): Promise<number> {
  using directory = demoDirectory();
  const opened = new AsyncDisposableStack();
  const failed = Promise.withResolvers<never>();
  const options = {
    directory: directory.path,
    clock,
    say,
    fail: failed.reject,
    quit: () => stopped.resolve("stopped"),
  };
  const playing = once ? playScene(options, opened) : live(options, opened);
  // Cut off in the middle it fails on whatever was closed under it; that is no news then.
  for (const promise of [playing, failed.promise]) promise.catch(() => undefined);
  try {
    const end = await Promise.race([playing, failed.promise, stopped.promise]);
    if (end !== "stopped") return end;
    say("Stopping ...");
    return once ? 130 : 0;
  } finally {
    using _limit = clock.after(endWithinMs, () => process.exit(1));
    await opened.disposeAsync();
  }
}

// All is closed by then; the Matrix library's timers would hold the process.
process.exit(await demo(process.argv.slice(2)));
