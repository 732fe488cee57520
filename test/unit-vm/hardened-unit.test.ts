import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "../fakes/until.ts";
import { i2cBus } from "../kernel/i2c-bus.ts";
import { leaveLine } from "../kernel/other-program.ts";
import { simChip } from "../kernel/sim-chip.ts";
import { usbCableEnd } from "../kernel/usb-cable-end.ts";
import { complaintInside, configure, journal, recorded, run, runningPid, shown, statusOf } from "./service.ts";

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
    homeserver: "http://127.0.0.1:8008",
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
/** To look is dear in an emulated machine, and takes from the agent. */
const slowly = (what: string, holds: () => boolean) => until(what, holds, () => sleep(300));
const isNumber = (value: unknown): boolean => typeof value === "object" && value !== null;

const cable = usbCableEnd();
after(() => cable[Symbol.dispose]());
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

test("the service is ready when its outputs are safe, with its homeserver away, and a stop leaves them so", async () => {
  leaveLine(keeper.label, pump, on);
  configure(configuration);
  run("roomwire", "check", "--config", "/etc/roomwire/roomwire.yaml");
  console.log(`ready for the first time ${enabled()} s after it was asked for`);
  assert.deepEqual([shown("Type"), shown("ActiveState"), shown("SubState")], ["notify", "active", "running"]);
  assert.equal(keeper.isHigh(pump), off);
  await slowly("the homeserver is asked", () => /the homeserver does not answer/.test(journal()));
  const begin = performance.now();
  run("systemctl", "stop", "roomwire");
  console.log(`stopped and safe ${since(begin)} s after it was asked for`);
  assert.deepEqual([shown("ActiveState"), shown("Result"), keeper.isHigh(pump)], ["inactive", "success", off]);
  assert.match(journal(), /garden\/pump: safe/);
  assert.equal(existsSync("/run/roomwire"), false);
  console.log(`ready with what it compiled before ${enabled()} s after it was asked for`);
  assert.equal(shown("NRestarts"), "0");
});

/** s until it was ready. */
function enabled(): string {
  const begin = performance.now();
  run("systemctl", "enable", "--now", "roomwire");
  return ((performance.now() - begin) / 1000).toFixed(1);
}

test("the process has what the unit leaves it and no more", () => {
  const pid = runningPid();
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
  const environment = readFileSync(`/proc/${runningPid()}/environ`, "utf8").split("\0");
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  assert.ok(environment.includes(`ROOMWIRE_BOOT_ID=${boot.replaceAll("-", "")}`), "ROOMWIRE_BOOT_ID");
  assert.ok(!environment.join("\n").includes("a password"));
  assert.ok(!journal().includes("a password"));
});

test("edges, a serial line by its name and the kernel's sensors are recorded; memory, which is hidden, is unavailable", async () => {
  runningPid();
  header.drive(25, true);
  await slowly("the door's edge is on the disk", () => values("garden", "door").includes(true));
  await until("the meter is on the disk", () => values("garden", "water").some(isNumber), sayMeter);
  for (const name of ["load", "uptime", "air"]) {
    await slowly(`${name} is on the disk`, () => values("board", name).some(isNumber));
  }
  await slowly("memory is told", () => recorded("board", "memory").length > 0);
  assert.ok(
    recorded("board", "memory").every(({ value, quality }) => value === undefined && quality === "unavailable"),
  );
});

async function sayMeter(): Promise<void> {
  await cable.say(Buffer.from("V=12.5\r\n"));
  await sleep(300);
}

test("a reload is done by the running agent", () => {
  const pid = runningPid();
  run("systemctl", "reload", "roomwire");
  assert.equal(runningPid(), pid);
});

test("killed, it is followed by ExecStopPost, which makes the pump rest, and is started anew", async () => {
  const pid = runningPid();
  const begin = performance.now();
  process.kill(pid, "SIGKILL");
  await restsBeforeTheNextStart();
  const rested = since(begin);
  await slowly("it is ready again", () => shown("SubState") === "running" && runningPid() !== pid);
  console.log(`kill -9: at rest after ${rested} s, ready after ${since(begin)} s`);
  assert.equal(shown("NRestarts"), "1");
});

test("stopped by SIGSTOP, it is ended by the watchdog, the pump rests, and it is started anew", async () => {
  const pid = runningPid();
  const begin = performance.now();
  process.kill(pid, "SIGSTOP");
  await restsBeforeTheNextStart();
  const rested = since(begin);
  assert.match(journal(), /Watchdog timeout/);
  await slowly("it is ready again", () => shown("SubState") === "running" && runningPid() !== pid);
  console.log(`SIGSTOP: at rest after ${rested} s, ready after ${since(begin)} s`);
  assert.equal(shown("NRestarts"), "2");
  assert.equal(statSync("/var/lib/roomwire").mode & 0o777, 0o700);
});

const since = (begin: number): string => ((performance.now() - begin) / 1000).toFixed(1);

/** Leaves the dead agent's line on, as one does that dies while the pump runs, and waits until somebody made it rest. */
async function restsBeforeTheNextStart(): Promise<void> {
  await until("the dead agent's line is free", leftOn, () => sleep(100));
  assert.equal(keeper.isHigh(pump), on);
  await until("it is at rest", () => keeper.isHigh(pump) === off);
  assert.match(shown("SubState"), /^(stop-post|auto-restart)$/, "before the next start");
}

function leftOn(): boolean {
  try {
    leaveLine(keeper.label, pump, on);
    return true;
  } catch {
    return false;
  }
}
