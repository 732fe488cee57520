import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import type { Clock } from "../core/clock.ts";

/** Made by systemd-timesyncd at the first answer of a time server after boot (systemd-timesyncd.service(8)). */
const synchronizedFile = "/run/systemd/timesync/synchronized";
/** Bytes of `struct timex` on 64-bit Linux, with room to spare (adjtimex(2)). */
const timexSize = 256;
/** What adjtimex returns while nothing disciplines the clock. */
const timeError = 5;
/** ms for which an answer about synchronisation holds. */
const holds = 10_000;
/** setTimeout takes no more than a signed 32-bit number of ms. */
const longestTimer = 2 ** 31 - 1;

/** The machine's own clock. `auto` trusts it when the kernel or systemd says that it is synchronised. */
export function systemClock(trust: "auto" | "trusted"): Clock {
  const isSynchronised = trust === "trusted" ? () => true : remembered(askSystem);
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    isTrusted: isSynchronised,
    after,
  };
}

function after(ms: number, run: () => void): Disposable {
  let timer: NodeJS.Timeout;
  const wait = (left: number): void => {
    const part = Math.min(left, longestTimer);
    timer = setTimeout(() => (left > part ? wait(left - part) : run()), part).unref();
  };
  wait(Math.max(0, ms));
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}

function remembered(ask: () => boolean): () => boolean {
  let answer = false;
  let askedAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - askedAt > holds) {
      answer = ask();
      askedAt = performance.now();
    }
    return answer;
  };
}

/** The kernel knows of chrony, ntpd and timesyncd alike; where a sandbox forbids to ask it, systemd's mark counts. */
function askSystem(): boolean {
  return existsSync(synchronizedFile) || askKernel();
}

let adjtimex: ((timex: Buffer) => number) | undefined;

function askKernel(): boolean {
  try {
    // Loaded only here: most machines have the file above.
    adjtimex ??= (createRequire(import.meta.url)("koffi") as typeof import("koffi"))
      .load(null)
      .func("int adjtimex(void *)") as (timex: Buffer) => number;
    const state = adjtimex(Buffer.alloc(timexSize));
    return state >= 0 && state !== timeError;
  } catch {
    return false;
  }
}
