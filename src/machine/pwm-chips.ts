import { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Clock } from "../core/clock.ts";
import { errorCode } from "../core/error-code.ts";
import type { PwmChannel, PwmChips } from "../core/pwm-chips.ts";
import { WriteFailure } from "../core/write-failure.ts";

/** ms between looks whether udev has given the files of a new channel to the group, and how many. */
const lookEvery = 20;
const looks = 75;

/** Codes of a chip that went away. */
const goneCodes: ReadonlySet<string> = new Set(["ENOENT", "ENODEV", "ENXIO"]);

/**
 * The kernel's PWM chips in sysfs (Documentation/ABI/testing/sysfs-class-pwm). Chips are found by the device behind them, since their
 * numbers move. A channel stays exported: without its owner it must go on as it was last set.
 */
export function pwmChips(clock: Clock, root = "/sys/class/pwm", write = writeAttribute): PwmChips {
  const queues = new Map<string, Promise<void>>();

  async function set(wanted: PwmChannel, duty: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const chip = findChip(root, wanted.device);
    const folder = join(chip, `pwm${wanted.channel}`);
    if (!existsSync(folder)) write(join(chip, "export"), String(wanted.channel));
    await onceAllowed(() => setChannel(folder, wanted, duty, write), clock, signal);
  }

  return {
    get isUp() {
      return chipsOf(root).length > 0;
    },
    write(wanted, duty, signal) {
      const key = `${wanted.device} ${wanted.channel}`;
      const before = queues.get(key) ?? Promise.resolve();
      const done = before.then(() => set(wanted, duty, signal)).catch((error: unknown) => fail(error, signal));
      queues.set(
        key,
        done.catch(() => undefined),
      );
      return done;
    },
  };
}

function writeAttribute(file: string, text: string): void {
  writeFileSync(file, text);
}

/** In an order in which the duty is never longer than the period, which the kernel refuses. */
function setChannel(folder: string, wanted: PwmChannel, duty: number, write: (file: string, text: string) => void) {
  const read = (name: string): string => readFileSync(join(folder, name), "utf8").trim();
  const put = (name: string, value: string | number): void => {
    if (read(name) !== String(value)) write(join(folder, name), String(value));
  };
  const polarity = wanted.inverted ? "inversed" : "normal";
  // The kernel turns a channel only while it is off.
  if (read("polarity") !== polarity) {
    put("enable", 0);
    put("polarity", polarity);
  }
  if (wanted.period >= Number(read("duty_cycle"))) put("period", wanted.period);
  write(join(folder, "duty_cycle"), String(duty));
  put("period", wanted.period);
  put("enable", 1);
}

/** Runs it again while it is not allowed to: udev gives the files of a new channel to the group a moment after they are there. */
async function onceAllowed(run: () => void, clock: Clock, signal: AbortSignal): Promise<void> {
  for (let look = 1; ; look++) {
    try {
      return run();
    } catch (error) {
      if (errorCode(error) !== "EACCES" || look === looks) throw error;
    }
    await new Promise<void>((done) => clock.after(lookEvery, done));
    signal.throwIfAborted();
  }
}

function chipsOf(root: string): readonly { readonly folder: string; readonly device: string }[] {
  let names: readonly string[] = [];
  try {
    names = readdirSync(root);
  } catch {
    // A kernel without PWM.
  }
  return names.flatMap((name) => {
    const folder = join(root, name);
    const device = join(folder, "device");
    return /^pwmchip\d+$/.test(name) && existsSync(device) ? [{ folder, device: basename(realpathSync(device)) }] : [];
  });
}

function findChip(root: string, device: string | undefined): string {
  const chips = chipsOf(root);
  const fits = chips.filter((chip) => device === undefined || chip.device === device);
  const [chip, ...others] = fits;
  if (chip !== undefined && others.length === 0) return chip.folder;
  const there = chips.map((known) => known.device).join(", ") || "none";
  if (chip === undefined) {
    throw new WriteFailure("connection-down", `there is no PWM chip ${device ?? "at all"}; there are: ${there}`);
  }
  throw new WriteFailure("driver-failed", `there are several PWM chips, name the device: ${there}`);
}

function fail(error: unknown, signal: AbortSignal): never {
  if (error instanceof WriteFailure || signal.aborted) throw error;
  const code = errorCode(error);
  if (goneCodes.has(code)) throw new WriteFailure("connection-down", "the PWM chip or its channel is gone");
  const reasons: Readonly<Record<string, string>> = {
    EACCES: "this user may not write it",
    EROFS: "/sys may only be read here (ProtectKernelTunables of the service)",
    EBUSY: "another driver of the kernel has it",
  };
  throw new WriteFailure("driver-failed", `the PWM channel did not take it: ${reasons[code] ?? String(error)}`, {
    cause: error,
  });
}
