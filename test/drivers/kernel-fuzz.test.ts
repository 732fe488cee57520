import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { KernelClass, KernelDevice } from "../../src/core/kernel-files.ts";
import { firmwareSource } from "../../src/drivers/kernel/firmware-source.ts";
import { hwmonSource } from "../../src/drivers/kernel/hwmon-source.ts";
import { iioSource } from "../../src/drivers/kernel/iio-source.ts";
import type { AskKernel, KernelSource } from "../../src/drivers/kernel/kernel-source.ts";
import { networkSource } from "../../src/drivers/kernel/network-source.ts";
import { powerSource } from "../../src/drivers/kernel/power-source.ts";
import { systemSource } from "../../src/drivers/kernel/system-source.ts";
import { thermalSource } from "../../src/drivers/kernel/thermal-source.ts";
import { w1Source } from "../../src/drivers/kernel/w1-source.ts";
import { fuzzRuns, leastCpuMs, longestHoldMs } from "../fakes/fuzz-runs.ts";
import { w1Text } from "./rigs/kernel-rig.ts";

const sources: Readonly<Record<string, () => KernelSource>> = {
  hwmon: () => hwmonSource({ sensor: "it", channel: "temp1" }),
  label: () => hwmonSource({ sensor: "it", channel: "label" }),
  iio: () => iioSource({ sensor: "it", channel: "voltage0" }),
  w1: () => w1Source({ sensor: "it" }),
  thermal: () => thermalSource({ sensor: "it" }),
  power: () => powerSource({ supply: "it", figure: "voltage_now" }),
  network: () => networkSource({ interface: "it", figure: "rx_rate" }),
  load: () => systemSource({ figure: "load_5m" }),
  memory: () => systemSource({ figure: "memory_used_percent" }),
  firmware: () => firmwareSource({ flag: "throttled" }),
};

const files = [
  "temp1_input",
  "temp1_fault",
  "temp1_label",
  "in_voltage0_raw",
  "in_voltage_scale",
  "in_voltage0_offset",
  "w1_slave",
  "temp",
  "present",
  "voltage_now",
  "statistics",
  "get_throttled",
];
const device = (of: KernelClass): KernelDevice => {
  return { of, name: "it", label: "", place: "i2c-1/1-0048", path: "/sys/it", bus: "i2c-1", files };
};

const nearly = fc.oneof(
  fc.integer().map(String),
  fc.bigInt().map(String),
  fc.double().map(String),
  fc.tuple(fc.integer(), fc.uint8Array({ minLength: 9, maxLength: 9 }), fc.constantFrom("YES", "NO")).map((parts) => {
    const [number, bytes, verdict] = parts;
    return w1Text(number, [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" "), verdict);
  }),
  fc.integer().map((number) => `MemTotal: ${number} kB\nMemAvailable: 0${number} kB\n`),
  fc.constantFrom("label", "1", "0", "", "9".repeat(4096), "1e400", "0x50005", "NaN", "-", "1 2 3", "\u0000"),
);
const text = fc.oneof(nearly, fc.string({ unit: "binary", maxLength: 4096 }));

function answering(texts: readonly string[]): AskKernel {
  let next = 0;
  const one = (): string => texts[next++ % texts.length] ?? "";
  return {
    list: async (of) => [device(of)],
    read: async (_device, names) => names.map(() => ({ kind: "text", text: one() })),
    readProc: async () => ({ kind: "text", text: one() }),
    space: async () => ({ total: 0n, free: 0n }),
    monotonic: () => next * 1000,
  };
}

test("whatever stands in the kernel's files: a value or a fault with a short sentence, nothing thrown, the loop not held", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(sources)),
      fc.array(text, { minLength: 1, maxLength: 6 }),
      async (kind, texts) => {
        const ms = await leastCpuMs(async () => {
          const source = sources[kind]?.() ?? assert.fail(kind);
          const ask = answering(texts);
          for (let look = 0; look < 3; look++) {
            const found = await source(ask);
            if (found.kind === "absent") assert.ok(found.detail.length > 0 && found.detail.length < 400, found.detail);
          }
        });
        assert.ok(ms < longestHoldMs, `${ms} ms of CPU`);
      },
    ),
    fuzzRuns(3000),
  );
});
