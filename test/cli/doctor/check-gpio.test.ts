import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { checkGpio } from "../../../src/cli/doctor/check-gpio.ts";
import { gpioSysfs } from "../../../src/machine/gpio-sysfs.ts";
import { keptExports } from "../../../src/machine/kept-exports.ts";
import { configurationOf } from "../../fakes/configuration-of.ts";
import { fakeGpio } from "../../fakes/fake-gpio.ts";
import { fakeGpioSysfs } from "../../fakes/fake-gpio-sysfs.ts";
import { temporaryDirectory } from "../../fakes/temporary-directory.ts";

const names = Array.from({ length: 28 }, (_, number) => (number === 4 ? "GPIO_GCLK" : `GPIO${number}`));

async function look(prepare: (kernel: ReturnType<typeof fakeGpio>) => void, binding: object = { line: "GPIO17" }) {
  using directory = temporaryDirectory();
  const { connections, things } = configurationOf(directory.path, {
    matrix: { homeserver: "https://hs", user: "@agent:hs" },
    connections: { header: { type: "gpio" } },
    things: { box: { properties: { door: { type: "boolean", from: { connection: "header", ...binding } } } } },
  });
  const kernel = fakeGpio({ decoy: ["", ""], "pinctrl-bcm2711": names });
  prepare(kernel);
  const [connection] = connections;
  assert.ok(connection);
  return await checkGpio(connection, things, () => kernel);
}

test("doctor lists chips, and where each wanted line is", async () => {
  const { level, text } = await look(() => undefined);
  assert.equal(level, "ok");
  assert.match(text, /decoy \(\/dev\/gpiochip0, 2 lines\), pinctrl-bcm2711 \(\/dev\/gpiochip1, 28 lines\)/);
  assert.match(text, /GPIO17 is line 17 of pinctrl-bcm2711$/);
});

test("doctor finds a line by the header's pin, and GPIO4 where the board calls it otherwise", async () => {
  assert.match((await look(() => undefined, { pin: 11 })).text, /17 is line 17 of pinctrl-bcm2711$/);
  assert.match((await look(() => undefined, { line: "GPIO4" })).text, /GPIO4 is line 4 of pinctrl-bcm2711$/);
});

test("doctor names who has a line, and does not mind the agent itself", async () => {
  const theirs = await look((kernel) => kernel.chip("pinctrl-bcm2711").occupy(17, "pump-daemon"));
  assert.equal(theirs.level, "FAIL");
  assert.match(theirs.text, /used by pump-daemon/);
  assert.equal((await look((kernel) => kernel.chip("pinctrl-bcm2711").occupy(17, "roomwire"))).level, "ok");
});

test("doctor says what is wrong where no chip may be opened or no line fits", async () => {
  const refused = await look((kernel) => {
    for (const label of ["decoy", "pinctrl-bcm2711"]) kernel.chip(label).refuse(true);
  });
  assert.match(refused.text, /may not be opened by this user; add it to the group gpio/);
  assert.match((await look(() => undefined, { line: "GPIO99" })).text, /no line of .* is called GPIO99/);
});

test("doctor says that a chip goes over sysfs, and what that takes", async () => {
  using directory = temporaryDirectory();
  const { connections } = configurationOf(directory.path, {
    matrix: { homeserver: "https://hs", user: "@agent:hs" },
    connections: { header: { type: "gpio", chip: "box", via: "sysfs" } },
    things: { box: { properties: { door: { type: "boolean", from: { connection: "header", line: 1 } } } } },
  });
  const asked: unknown[] = [];
  const sysfs = fakeGpioSysfs(join(directory.path, "gpio"), "box");
  const { level, text, remedy } = await checkGpio(connections[0] ?? assert.fail(), [], (via) => {
    asked.push(via);
    return gpioSysfs({ ...sysfs, kept: keptExports(undefined, "boot") });
  });
  assert.deepEqual([asked, level], [["sysfs"], "warn"]);
  assert.match(text, /box \(.*gpiochip520, 4 lines\); over \/sys\/class\/gpio, without pull, debounce/);
  assert.match(remedy ?? "", /ProtectKernelTunables=no and a udev rule/);
});

test("a pin that is no GPIO is refused before anything opens", async () => {
  await assert.rejects(
    look(() => undefined, { pin: 6 }),
    /pin 6 is ground, not a GPIO line/,
  );
});
