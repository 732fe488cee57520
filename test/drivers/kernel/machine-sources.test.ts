import assert from "node:assert/strict";
import { test } from "node:test";
import { diskSource } from "../../../src/drivers/kernel/disk-source.ts";
import { firmwareSource } from "../../../src/drivers/kernel/firmware-source.ts";
import { networkSource } from "../../../src/drivers/kernel/network-source.ts";
import { powerSource } from "../../../src/drivers/kernel/power-source.ts";
import { systemSource } from "../../../src/drivers/kernel/system-source.ts";
import { thermalSource } from "../../../src/drivers/kernel/thermal-source.ts";
import { fakeSysfs } from "../../fakes/fake-sysfs.ts";
import { HandClock } from "../../fakes/hand-clock.ts";
import { answerOf, askKernel } from "./ask-kernel.ts";

test("a battery tells its figures in V, A, Wh and per cent, and an empty place is no battery", async () => {
  using sysfs = fakeSysfs();
  const path = "platform/pmic/power_supply/BAT0";
  sysfs.plug("power", path, {
    present: "1\n",
    status: "Not charging\n",
    capacity: "97\n",
    voltage_now: "12021000\n",
    current_now: "-250000\n",
    temp: "256\n",
  });
  const ask = askKernel(sysfs);
  const answer = (figure: string): Promise<string> => answerOf(powerSource({ supply: "BAT0", figure }), ask);
  assert.equal(await answer("status"), "Not charging");
  assert.equal(await answer("capacity"), "97");
  assert.equal(await answer("voltage_now"), "12.021000");
  assert.equal(await answer("current_now"), "-0.250000");
  assert.equal(await answer("temp"), "25.6");
  assert.match(await answer("energy_now"), /^unavailable no-such-sensor: BAT0 at pmic does not tell its energy_now/);
  sysfs.say(path, "present", "0\n");
  assert.match(await answer("capacity"), /^unavailable source-unavailable: .*taken out/);
});

test("an interface tells bytes per second from the second look on, and nothing when its count began anew", async () => {
  using sysfs = fakeSysfs();
  const path = "platform/scb/net/eth0";
  sysfs.plug("network", path, { carrier: "1\n", operstate: "up\n", speed: "-1\n", "statistics/rx_bytes": "1000\n" });
  const clock = new HandClock();
  const ask = askKernel(sysfs, clock);
  const rate = networkSource({ interface: "eth0", figure: "rx_rate" });
  assert.equal(await answerOf(rate, ask), "nothing");
  clock.jumpMonotonic(3000);
  sysfs.say(path, "statistics/rx_bytes", "2000\n");
  assert.equal(await answerOf(rate, ask), "333.3");
  clock.jumpMonotonic(3000);
  sysfs.say(path, "statistics/rx_bytes", "5\n");
  assert.equal(await answerOf(rate, ask), "nothing");
  const answer = (figure: string): Promise<string> => answerOf(networkSource({ interface: "eth0", figure }), ask);
  assert.equal(await answer("rx_bytes"), "5");
  assert.equal(await answer("carrier"), "1");
  assert.equal(await answer("operstate"), "up");
  assert.match(await answer("speed"), /^unavailable source-unavailable/);
});

test("load, memory and the time since the start are those of /proc", async () => {
  using sysfs = fakeSysfs();
  sysfs.proc("loadavg", "0.52 0.58 1.59 3/602 29324\n");
  sysfs.proc("uptime", "350735.47 234388.90\n");
  sysfs.proc("meminfo", "MemTotal:        1894064 kB\nMemFree:          134512 kB\nMemAvailable:    1420548 kB\n");
  const ask = askKernel(sysfs);
  const answer = (figure: string): Promise<string> => answerOf(systemSource({ figure }), ask);
  assert.equal(await answer("load_1m"), "0.52");
  assert.equal(await answer("load_15m"), "1.59");
  assert.equal(await answer("uptime"), "350735.47");
  assert.equal(await answer("memory_available"), String(1_420_548 * 1024));
  assert.equal(await answer("memory_used_percent"), "25.0");
  sysfs.proc("meminfo", "MemTotal: 5 kB\n");
  assert.match(await answer("memory_total"), /^fault no-match/);
});

test("this machine has a load, memory and a root", async () => {
  const ask = askKernel({ root: "/" });
  assert.match(await answerOf(systemSource({ figure: "load_5m" }), ask), /^\d+\.\d\d$/);
  assert.match(await answerOf(systemSource({ figure: "memory_available" }), ask), /^\d+$/);
  const free = BigInt(await answerOf(diskSource({ mount: "/", figure: "free" }), ask));
  const total = BigInt(await answerOf(diskSource({ mount: "/", figure: "total" }), ask));
  assert.ok(free > 0n && total >= free);
  assert.match(await answerOf(diskSource({ mount: "/", figure: "used_percent" }), ask), /^\d{1,3}\.\d$/);
});

test("a directory on which nothing is mounted has no figures of its own", async () => {
  using sysfs = fakeSysfs();
  const source = diskSource({ mount: "/sys/devices", figure: "free" });
  assert.match(await answerOf(source, askKernel(sysfs)), /^unavailable connection-down: nothing is mounted at/);
  const missing = diskSource({ mount: "/mnt/usb", figure: "free" });
  assert.match(await answerOf(missing, askKernel(sysfs)), /^unavailable connection-down: \/mnt\/usb says ENOENT/);
});

test("a Pi's firmware tells what is now and what was since the start", async () => {
  using sysfs = fakeSysfs();
  sysfs.plug("firmware", "platform/soc/soc:firmware", { get_throttled: "50005\n" });
  const ask = askKernel(sysfs);
  const answer = (flag: string, since_boot: boolean): Promise<string> =>
    answerOf(firmwareSource({ flag, since_boot }), ask);
  assert.equal(await answer("under_voltage", false), "true");
  assert.equal(await answer("frequency_capped", false), "false");
  assert.equal(await answer("throttled", false), "true");
  assert.equal(await answer("under_voltage", true), "true");
  assert.equal(await answer("temperature_limit", true), "false");
});

test("a thermal zone is known by its type", async () => {
  using sysfs = fakeSysfs();
  sysfs.plug("thermal", "virtual/thermal/thermal_zone0", { type: "gpu-thermal\n", temp: "40000\n" });
  sysfs.plug("thermal", "virtual/thermal/thermal_zone1", { type: "cpu-thermal\n", temp: "51540\n" });
  assert.equal(await answerOf(thermalSource({ sensor: "cpu-thermal" }), askKernel(sysfs)), "51.540");
});
