import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** A sysfs tree of PWM chips in a real directory, with the kernel's own rules for what is written (drivers/pwm/sysfs.c, core.c). */
export interface FakePwm {
  readonly root: string;
  write(file: string, text: string): void;
  /** All that the agent wrote: `pwm0/duty_cycle 500`. */
  readonly written: readonly string[];
  /** Per cent of the time that a channel of chip 0 is on; undefined: it was never set, or is off. */
  duty(channel: number): number | undefined;
  plug(number: number, device: string): void;
  unplug(number: number): void;
  /** Files of a channel are root's until udev has run. */
  udev(): void;
}

/** `isSlow`: udev runs only when the test says so. */
export function fakePwm(directory: string, isSlow = false): FakePwm {
  const root = join(directory, "class");
  const written: string[] = [];
  const rooted = new Set<string>();
  const channels = 2;
  mkdirSync(root, { recursive: true });

  function refuse(code: string): never {
    throw Object.assign(new Error(`${code}: write`), { code });
  }
  function makeChannel(chip: string, text: string): void {
    const folder = join(chip, `pwm${text}`);
    if (Number(text) >= channels) refuse("ENODEV");
    if (existsSync(folder)) refuse("EBUSY");
    mkdirSync(folder);
    for (const [name, value] of Object.entries({ period: "0", duty_cycle: "0", enable: "0", polarity: "normal" })) {
      writeFileSync(join(folder, name), `${value}\n`);
      if (isSlow) rooted.add(join(folder, name));
    }
  }
  function judge(folder: string, name: string, text: string): void {
    const read = (other: string): string => readFileSync(join(folder, other), "utf8").trim();
    if (name === "polarity" && read("enable") === "1") refuse("EBUSY");
    if (name === "period" && Number(text) < Number(read("duty_cycle"))) refuse("EINVAL");
    if (name === "duty_cycle" && Number(text) > Number(read("period"))) refuse("EINVAL");
    if (name === "enable" && text === "1" && read("period") === "0") refuse("EINVAL");
  }

  return {
    root,
    written,
    write(file, text) {
      if (!existsSync(file)) refuse("ENOENT");
      if (rooted.has(file)) refuse("EACCES");
      const folder = dirname(file);
      written.push(`${basename(folder)}/${basename(file)} ${text}`);
      if (basename(file) === "export") return makeChannel(folder, text);
      judge(folder, basename(file), text);
      writeFileSync(file, `${text}\n`);
    },
    duty(channel) {
      const folder = join(root, "pwmchip0", `pwm${channel}`);
      const read = (name: string): number => Number(readFileSync(join(folder, name), "utf8"));
      return existsSync(folder) && read("enable") === 1 ? (read("duty_cycle") / read("period")) * 100 : undefined;
    },
    plug(number, device) {
      const chip = join(root, `pwmchip${number}`);
      mkdirSync(join(directory, "devices", device), { recursive: true });
      mkdirSync(chip);
      symlinkSync(join(directory, "devices", device), join(chip, "device"));
      writeFileSync(join(chip, "export"), "");
    },
    unplug: (number) => rmSync(join(root, `pwmchip${number}`), { recursive: true }),
    udev: () => rooted.clear(),
  };
}
