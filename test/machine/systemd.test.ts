import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { systemd } from "../../src/machine/systemd.ts";
import { socketAddress, unixDatagram } from "../../src/machine/unix-datagram.ts";
import { datagramReceiver } from "../fakes/datagram-receiver.ts";

for (const kind of ["path", "abstract"] as const) {
  test(`states arrive one datagram each at a socket with ${kind} address`, () => {
    using manager = datagramReceiver(kind);
    using service = systemd({ NOTIFY_SOCKET: manager.path }, process.pid);
    service.ready();
    service.status("joined\n2 rooms: Küche");
    service.alive();
    service.stopping();
    const received = [1, 2, 3, 4, 5].map(() => manager.receive());
    assert.deepEqual(received, ["READY=1", "STATUS=joined 2 rooms: Küche", "WATCHDOG=1", "STOPPING=1", undefined]);
  });
}

test("a manager that reads nothing stops neither the service nor its loop", () => {
  using manager = datagramReceiver("path");
  using socket = unixDatagram(manager.path);
  const taken = Array.from({ length: 5000 }, () => socket.send("WATCHDOG=1"));
  assert.equal(taken[0], true);
  assert.equal(taken.at(-1), false);
  while (manager.receive() !== undefined);
  assert.equal(socket.send("WATCHDOG=1"), true);
});

test("a manager that is gone is no failure", () => {
  const manager = datagramReceiver("path");
  using service = systemd({ NOTIFY_SOCKET: manager.path }, process.pid);
  manager[Symbol.dispose]();
  service.alive();
});

test("without NOTIFY_SOCKET nothing is loaded and every call is silent", () => {
  const script = `
    const { systemd } = await import(${JSON.stringify(new URL("../../src/machine/systemd.ts", import.meta.url).href)});
    using service = systemd({}, process.pid);
    service.ready(); service.alive(); service.status("x"); service.stopping();
    const loaded = process.report.getReport().sharedObjects.filter((name) => name.includes("koffi"));
    console.log(JSON.stringify([loaded, service.watchdogInterval() ?? null]));`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  assert.equal(stdout, "[[],null]\n");
});

test("signs of life are due at half of the watchdog's time, and only in the process it names", () => {
  const interval = (WATCHDOG_USEC?: string, WATCHDOG_PID?: string) =>
    systemd({ WATCHDOG_USEC, WATCHDOG_PID }, 4711).watchdogInterval();
  assert.equal(interval("30000000"), 15_000);
  assert.equal(interval("30000000", "4711"), 15_000);
  assert.equal(interval("30000000", "1"), undefined);
  assert.equal(interval("0"), undefined);
  assert.equal(interval("soon"), undefined);
  assert.equal(interval(), undefined);
});

test("addresses that are no Unix socket, or too long for one, are refused by name", () => {
  for (const path of ["", "run/notify", "@", "/", `/${"x".repeat(108)}`, "vsock:2:1234"]) {
    assert.throws(() => socketAddress(path), { code: "bad-usage", message: /must begin with/ });
  }
});
