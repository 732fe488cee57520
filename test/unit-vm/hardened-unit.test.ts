import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { until } from "../fakes/until.ts";
import { i2cBus } from "../kernel/i2c-bus.ts";
import { lineTrace } from "../kernel/line-trace.ts";
import { leaveLine } from "../kernel/other-program.ts";
import { simChip } from "../kernel/sim-chip.ts";
import { usbCableEnd } from "../kernel/usb-cable-end.ts";
import { complaintInside, configure, journal, mainPid, recorded, run, shown, statusOf } from "./service.ts";

/** It keeps the level of a line that is let go, as Raspberry Pi kernels do. */
const keeper = simChip("keep");
const header = simChip("pi");
const pump = 3;
/** The pump is active low. */
const [on, off] = [false, true];
/** As udev names QEMU's adapter. */
const adapterPath = "/dev/serial/by-id/usb-QEMU_QEMU_USB_SERIAL_RW0042-if00-port0";

const configuration = {
  matrix: {
    homeserver: "http://127.0.0.1:1",
    user: "@agent:hs",
    password_file: "$CREDENTIALS_DIRECTORY/password",
  },
  storage: { durability: "1s" },
  operators: [],
  connections: {
    box: { type: "gpio", chip: keeper.label },
    header: { type: "gpio" },
    meter: { type: "serial", path: adapterPath, baud_rate: 9600 },
    machine: { type: "kernel" },
  },
  things: {
    garden: {
      properties: {
        pump: {
          type: "boolean",
          to: { connection: "box", line: "PUMP", active_low: true, safe_value: false },
          limits: { max_on: "30m" },
        },
        door: { type: "boolean", from: { connection: "header", line: "GPIO25" } },
        water: { type: "number", decimals: 1, from: { connection: "meter", match: "^V=(?<v>\\S+)$", group: "v" } },
      },
    },
    board: {
      properties: {
        load: {
          type: "number",
          decimals: 2,
          from: { connection: "machine", as: "system", figure: "load_1m", poll: "2s" },
        },
        uptime: { type: "number", from: { connection: "machine", as: "system", figure: "uptime", poll: "2s" } },
        memory: { type: "number", from: { connection: "machine", as: "system", figure: "memory_total", poll: "2s" } },
        air: {
          type: "number",
          decimals: 1,
          from: { connection: "machine", as: "hwmon", sensor: "lm75", channel: "temp1", poll: "2s" },
        },
      },
    },
  },
};

const isOf = (path: string, group: string): boolean =>
  statSync(path).gid === Number(run("getent", "group", group).split(":")[2]) && (statSync(path).mode & 0o777) === 0o660;

const values = (thing: string, property: string) => recorded(thing, property).map(({ value }) => value);
const isNumber = (value: unknown): boolean => typeof value === "object" && value !== null;

using cable = usbCableEnd();
await cable.plug();
{
  using bus = i2cBus();
  bus.writeWord(0x48, 0x00, 0x1980);
  writeFileSync("/sys/bus/i2c/devices/i2c-0/new_device", "lm75 0x48");
}

test("udev gives chips and buses to their groups by the installed rules, and the adapter its name", async () => {
  await until("the adapter has its name", () => existsSync(adapterPath));
  const chips = readdirSync("/dev").filter((name) => /^gpiochip\d+$/.test(name));
  assert.equal(chips.length, 3);
  for (const name of chips) await until(`${name} is gpio's`, () => isOf(`/dev/${name}`, "gpio"));
  await until("the bus is i2c's", () => isOf("/dev/i2c-0", "i2c"));
  assert.ok(isOf("/dev/ttyUSB0", "dialout"));
});

test("the service is ready when the outputs are safe, as it says itself, with its homeserver away", () => {
  leaveLine(keeper.label, pump, on);
  configure(configuration);
  run("roomwire", "check", "--config", "/etc/roomwire/roomwire.yaml");
  const begin = performance.now();
  run("systemctl", "enable", "--now", "roomwire");
  console.log(`ready ${((performance.now() - begin) / 1000).toFixed(1)} s after it was asked for`);
  assert.deepEqual([shown("Type"), shown("ActiveState"), shown("SubState")], ["notify", "active", "running"]);
  assert.equal(shown("NRestarts"), "0");
  assert.equal(keeper.isHigh(pump), off);
});

test("the process has what the unit leaves it and no more", () => {
  const pid = mainPid();
  const uid = run("id", "-u", "roomwire");
  assert.equal(statusOf(pid, "Uid"), [uid, uid, uid, uid].join("\t"));
  for (const field of ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"]) assert.match(statusOf(pid, field), /^0+$/);
  assert.deepEqual([statusOf(pid, "NoNewPrivs"), statusOf(pid, "Seccomp")], ["1", "2"]);
  const inside = `/proc/${pid}/root`;
  assert.deepEqual([existsSync(`${inside}/proc/meminfo`), existsSync(`${inside}/proc/sys`)], [false, false]);
  assert.throws(() => writeFileSync(`${inside}/etc/something`, ""), /EROFS/);
  assert.deepEqual(readdirSync(`${inside}/root`), []);
  assert.match(complaintInside("head -c 1 /dev/kmsg"), /not permitted/i);
  assert.match(complaintInside("head -c 1 /dev/mem"), /not permitted/i);
  assert.equal(complaintInside("exec 3<> /dev/ttyUSB0"), "");
  assert.equal(complaintInside("exec 3<> /dev/gpiochip0"), "");
  assert.equal(complaintInside("exec 3<> /dev/i2c-0"), "");
  const exposure = /exposure level for roomwire\.service: (\S+)/.exec(
    run("systemd-analyze", "security", "--no-pager", "roomwire"),
  );
  assert.ok(Number(exposure?.[1]) <= 2, exposure?.[0]);
  console.log(`systemd-analyze security: ${exposure?.[1]}`);
});

test("the boot has the name that the unit gives, and the password is neither in the environment nor in the log", () => {
  const environment = readFileSync(`/proc/${mainPid()}/environ`, "utf8").split("\0");
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  assert.ok(environment.includes(`ROOMWIRE_BOOT_ID=${boot.replaceAll("-", "")}`), "ROOMWIRE_BOOT_ID");
  assert.ok(!environment.join("\n").includes("a password"));
  assert.ok(!journal().includes("a password"));
});

test("edges, a serial line by its name and the kernel's sensors are recorded; memory, which is hidden, is unavailable", async () => {
  header.drive(25, true);
  await until("the door's edge is on the disk", () => values("garden", "door").includes(true));
  await until("the meter is heard", async () => {
    await cable.say(Buffer.from("V=12.5\r\n"));
    return values("garden", "water").some(isNumber);
  });
  for (const name of ["load", "uptime", "air"]) {
    await until(`${name} is on the disk`, () => values("board", name).some(isNumber));
  }
  await until("memory is told", () => recorded("board", "memory").length > 0);
  assert.ok(
    recorded("board", "memory").every(({ value, quality }) => value === undefined && quality === "unavailable"),
  );
});

/** A dead agent's line as it was left, on; the levels from then on, and in which state the service was when it came to rest. */
async function leftOn(): Promise<string> {
  let isLeft = false;
  await until("the dead agent's line is free", () => {
    try {
      leaveLine(keeper.label, pump, on);
      isLeft = true;
    } catch {}
    return isLeft;
  });
  assert.equal(keeper.isHigh(pump), on, "as the dead agent left it");
  await until("it is at rest", () => keeper.isHigh(pump) === off);
  return shown("SubState");
}

test("killed, it is followed by ExecStopPost, which makes the pump rest, and is started anew", async () => {
  const pid = mainPid();
  using trace = lineTrace(keeper.label, pump);
  process.kill(pid, "SIGKILL");
  const begin = performance.now();
  const state = await leftOn();
  const restedAfter = (performance.now() - begin) / 1000;
  assert.match(state, /^(stop-post|auto-restart|dead)$/, "before the next start");
  await until("it is ready again", () => shown("SubState") === "running" && mainPid() !== pid);
  console.log(
    `at rest ${restedAfter.toFixed(1)} s after kill -9, ready after ${((performance.now() - begin) / 1000).toFixed(1)} s`,
  );
  assert.equal(shown("NRestarts"), "1");
  assert.match(journal(), /garden\/pump: safe/);
  assert.deepEqual(trace.levels().slice(1).includes(on), false, "on only as it was left");
});

test("stopped by SIGSTOP, it is ended by the watchdog, the pump rests, and it is started anew", async () => {
  const pid = mainPid();
  process.kill(pid, "SIGSTOP");
  const begin = performance.now();
  await until(
    "the watchdog has ended it",
    () => !existsSync(`/proc/${pid}`) || /^stop-post|auto-restart$/.test(shown("SubState")),
  );
  const endedAfter = (performance.now() - begin) / 1000;
  const state = await leftOn();
  assert.match(state, /^(stop-post|auto-restart|dead)$/, "before the next start");
  assert.match(run("journalctl", "--boot", "--no-pager", "--output=cat", "--unit=roomwire"), /Watchdog timeout/);
  await until("it is ready again", () => shown("SubState") === "running" && mainPid() !== pid);
  console.log(
    `ended ${endedAfter.toFixed(1)} s after SIGSTOP, ready after ${((performance.now() - begin) / 1000).toFixed(1)} s`,
  );
  assert.equal(shown("NRestarts"), "2");
});

test("a reload and a stop are done as the unit says; the state stays closed to others", async () => {
  run("systemctl", "reload", "roomwire");
  assert.match(journal(), /the configuration was reloaded|nothing changed/i);
  run("systemctl", "stop", "roomwire");
  assert.deepEqual([shown("ActiveState"), shown("Result"), keeper.isHigh(pump)], ["inactive", "success", off]);
  assert.equal(statSync("/var/lib/roomwire").mode & 0o777, 0o700);
  assert.equal(existsSync("/run/roomwire"), false);
});
