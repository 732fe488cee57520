import type { Machine } from "../../../src/core/machine.ts";
import { machine } from "../../../src/machine/machine.ts";
import type { DriverRig, DriverWords } from "../../contract/driver-rig.ts";
import { type FakeSysfs, fakeSysfs } from "../../fakes/fake-sysfs.ts";

interface Scene {
  readonly from: Readonly<Record<string, unknown>>;
  /** Puts the device there, saying this. */
  plug(sysfs: FakeSysfs, text: string): void;
  say(sysfs: FakeSysfs, text: string): void;
  lose(sysfs: FakeSysfs): void;
  readonly garbage: string;
  readonly words: Pick<DriverWords, "said" | "heard">;
}

const thousandths = {
  said: ["21500", "7000", "8000", "1000", "2000"],
  heard: (text: string) => `${text.slice(0, -3)}.${text.slice(-3)}`,
} as const;
const asSaid = { said: ["21", "7", "8", "1", "2"], heard: (text: string) => text } as const;
const garbage = "no number";

/** A device with one file, of those that `plug` knows. */
function oneFile(
  of: Parameters<FakeSysfs["plug"]>[0],
  path: string,
  file: string,
  others: Readonly<Record<string, string>>,
): Pick<Scene, "plug" | "say" | "lose"> {
  return {
    plug: (sysfs, text) => sysfs.plug(of, path, { ...others, [file]: `${text}\n` }),
    say: (sysfs, text) => sysfs.say(path, file, `${text}\n`),
    lose: (sysfs) => sysfs.unplug(of, path),
  };
}

const i2c = "platform/soc/3f804000.i2c/i2c-1";
const slave = "w1_bus_master1/28-0316a2795bff";

/** As the driver shows nine bytes and its reading of them. */
export function w1Text(thousandths: string | number, bytes = "72 01 4b 46 7f ff 0e 10 57", verdict = "YES"): string {
  return `${bytes} : crc=${bytes.slice(-2)} ${verdict}\n${bytes} t=${thousandths}`;
}

const scenes: Readonly<Record<string, Scene>> = {
  hwmon: {
    from: { sensor: "lm75", channel: "temp1" },
    ...oneFile("hwmon", `${i2c}/1-0048/hwmon/hwmon2`, "temp1_input", { name: "lm75\n" }),
    garbage,
    words: thousandths,
  },
  iio: {
    from: { sensor: "bmp280", channel: "temp" },
    ...oneFile("iio", `${i2c}/1-0076/iio:device0`, "in_temp_input", { name: "bmp280\n" }),
    garbage,
    words: thousandths,
  },
  w1: {
    from: { sensor: "28-0316a2795bff" },
    plug: (sysfs, text) => sysfs.plug("w1", slave, { name: "28-0316a2795bff\n", w1_slave: w1Text(text) }),
    say: (sysfs, text) => sysfs.say(slave, "w1_slave", text === garbage ? w1Text(1, undefined, "NO") : w1Text(text)),
    lose: (sysfs) => sysfs.unplug("w1", slave),
    garbage,
    words: thousandths,
  },
  thermal: {
    from: { sensor: "cpu-thermal" },
    ...oneFile("thermal", "virtual/thermal/thermal_zone0", "temp", { type: "cpu-thermal\n" }),
    garbage: "-274000",
    words: thousandths,
  },
  power: {
    from: { supply: "BAT0", figure: "voltage_now" },
    ...oneFile("power", "platform/battery/power_supply/BAT0", "voltage_now", { type: "Battery\n", present: "1\n" }),
    garbage,
    words: {
      said: ["21500000", "7000000", "8000000", "1000000", "2000000"],
      heard: (text) => `${text.slice(0, -6)}.${text.slice(-6)}`,
    },
  },
  network: {
    from: { interface: "eth0", figure: "rx_bytes" },
    ...oneFile("network", "platform/scb/net/eth0", "statistics/rx_bytes", { carrier: "1\n" }),
    garbage,
    words: asSaid,
  },
  disk: {
    from: { mount: "/mnt", figure: "free" },
    plug: () => undefined,
    say: () => undefined,
    lose: () => undefined,
    garbage: "0",
    words: asSaid,
  },
  system: {
    from: { figure: "load_5m" },
    plug: (sysfs, text) => sysfs.proc("loadavg", `0.00 ${text} 0.00 1/100 4711\n`),
    say: (sysfs, text) => sysfs.proc("loadavg", `0.00 ${text.replace(" ", "")} 0.00 1/100 4711\n`),
    lose: (sysfs) => sysfs.unproc("loadavg"),
    garbage,
    words: asSaid,
  },
  firmware: {
    from: { flag: "under_voltage" },
    ...oneFile("firmware", "platform/soc/soc:firmware", "get_throttled", {}),
    garbage,
    words: {
      said: ["50001", "50000", "1", "0", "5"],
      heard: (text) => String(Number.parseInt(text, 16) % 2 === 1),
    },
  },
};

/** Files laid out as the kernel does, with one device that says something, vanishes and babbles. */
export async function kernelRig(as: string): Promise<DriverRig> {
  const scene = scenes[as];
  if (scene === undefined) throw new Error(`there is no scene for ${as}`);
  const sysfs = fakeSysfs();
  let [last] = scene.words.said;
  let isThere = true;
  scene.plug(sysfs, last);
  return {
    // Longer than the contract ever lets the clock run while a read is under way.
    connection: { timeout: "1h" },
    from: { ...scene.from, poll: "500ms" },
    words: { ...scene.words, written: [], late: "", fresh: "" },
    machine: (clock) => withDisk(machine(clock, undefined, sysfs.root), () => (isThere ? last : undefined)),
    say(text) {
      last = text;
      scene.say(sysfs, text);
    },
    sayGarbage() {
      last = scene.garbage;
      scene.say(sysfs, last);
    },
    async lose() {
      isThere = false;
      scene.lose(sysfs);
    },
    async restore() {
      isThere = true;
      scene.plug(sysfs, last);
    },
    received: () => [],
    [Symbol.asyncDispose]: async () => sysfs[Symbol.dispose](),
  };
}

/** A file system cannot be made up in a directory: so many bytes are free of it; a total of none where none are. */
function withDisk(real: Machine, free: () => string | undefined): Machine {
  return {
    ...real,
    openKernelFiles: () => ({
      ...real.openKernelFiles(),
      async space() {
        const text = free();
        if (text === undefined) return { kind: "failure", why: "gone", detail: "nothing is mounted at /mnt" };
        return { total: text === "0" ? 0n : 1000n, free: BigInt(Number.parseInt(text, 10)) };
      },
    }),
  };
}
