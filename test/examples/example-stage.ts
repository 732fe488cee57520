import { connectAsync } from "mqtt";
import type { Configuration } from "../../src/config/configuration.ts";
import { AgentFault } from "../../src/core/agent-fault.ts";
import { driverTable } from "../../src/drivers/driver-table.ts";
import { machine } from "../../src/machine/machine.ts";
import { openPseudoTerminal } from "../../src/machine/pseudo-terminal.ts";
import { pwmChips } from "../../src/machine/pwm-chips.ts";
import { english } from "../../src/texts/english.ts";
import { type Device, openDevice } from "../../src/wiring/open-device.ts";
import { aedesBroker } from "../drivers/rigs/aedes-rig.ts";
import { w1Text } from "../drivers/rigs/kernel-rig.ts";
import { modbusOverTcp, modbusStations, type Stations } from "../drivers/rigs/modbus-stations.ts";
import { type FakeChip, fakeGpio } from "../fakes/fake-gpio.ts";
import { fakePwm } from "../fakes/fake-pwm.ts";
import { type FakeSysfs, fakeSysfs } from "../fakes/fake-sysfs.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";
import { MemoryReadingLog } from "../fakes/memory-reading-log.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";

/** An installation whose buses end in this process, with the half of the agent that needs no homeserver. */
export interface ExampleStage extends AsyncDisposable {
  readonly configuration: Configuration;
  readonly device: Device;
  readonly clock: HandClock;
  /** `topic payload` and lines, in the order in which they reached the far side, the devices' own sayings left out. */
  readonly heard: readonly string[];
  /** The 40-pin header of a Raspberry Pi 4. */
  readonly header: FakeChip;
  /** Per cent of the time that a channel of the only PWM chip is on; undefined: it was never set, or is off. */
  duty(channel: number): number | undefined;
  /** What the kernel shows of sensors: every 1-wire sensor of the configuration is there. */
  readonly sysfs: FakeSysfs;
  /** What the stations of Modbus hold. */
  readonly stations: Stations;
  publish(topic: string, payload: string, retain: boolean): Promise<void>;
  writeLine(bytes: string | Uint8Array): void;
  /** Lets real parts work and moves the clock along until something holds. */
  until(what: string, holds: () => boolean): Promise<void>;
  /** Moves the clock by that many ms. */
  wait(ms: number): Promise<void>;
  /** As the agent does when it ends; resolves when all is closed. */
  end(): Promise<void>;
}

/** ms that the clock goes on between two looks. */
const stride = 20;

/** Label of the header's chip, and how many lines it has. */
const [headerLabel, headerLines] = ["pinctrl-bcm2711", 28];

/** The PWM chip of a Raspberry Pi 4 (bcm2711.dtsi). */
const pwmDevice = "fe20c000.pwm";

export async function openExample(written: Configuration): Promise<ExampleStage> {
  const opened = new AsyncDisposableStack();
  const heard: string[] = [];
  const mqtt = opened.use(await aedesBroker());
  const terminal = opened.use(await openPseudoTerminal());
  const stations = modbusStations();
  const modbus = opened.use(await modbusOverTcp(stations));
  const gpio = fakeGpio({ [headerLabel]: Array.from({ length: headerLines }, (_, offset) => `GPIO${offset}`) });
  const sysfs = opened.use(fakeSysfs());
  const pwm = fakePwm(opened.use(temporaryDirectory()).path);
  pwm.plug(0, pwmDevice);
  for (const id of oneWireSensors(written)) sysfs.plug("w1", w1Place(id), { w1_slave: w1Text(roomTemperature) });
  const farSide = opened.adopt(await connectAsync(mqtt.url), (client) => client.endAsync(true));
  const said = new Set<string>();
  terminal.onData((bytes) => heard.push(Buffer.from(bytes).toString()));
  farSide.on("message", (topic, payload) => {
    const line = `${topic} ${payload}`;
    if (!said.delete(line)) heard.push(line);
  });
  await farSide.subscribeAsync("#", { qos: 1 });
  const clock = new HandClock();
  const configuration = onThisStage(written, {
    mqtt: { url: mqtt.url },
    serial: { path: terminal.path },
    // The clock is ahead of the network by far.
    modbus: { ...modbus.connection, timeout: "1m" },
    kernel: { timeout: "1m" },
  });
  const log = new LogLines();
  const opening = openDevice({
    configuration,
    texts: english,
    drivers: driverTable,
    machine: {
      ...machine(clock, () => gpio, sysfs.root),
      openPwmChips: () => pwmChips(clock, pwm.root, pwm.write),
    },
    clock,
    readSecret: (path) => {
      throw new AgentFault("internal", `${path} is asked for on this stage`);
    },
    store: new MemoryControlStore(() => clock.now()),
    readingLog: new MemoryReadingLog(),
    stampOf: (at) => at,
    log,
  });
  const advance = async (): Promise<void> => clock.advance(stride);
  const settled = async <T>(what: string, promise: Promise<T>): Promise<T> => {
    let isOver = false;
    const over = promise.finally(() => {
      isOver = true;
    });
    over.catch(() => undefined);
    await until(what, () => isOver, advance);
    return await over;
  };
  const device = await settled("the device is open", opening);
  opened.defer(() => settled("the device is closed", Promise.resolve(device[Symbol.asyncDispose]())));
  await until("every connection is up", () => device.hardware.down().length === 0, advance);
  return {
    configuration,
    device,
    clock,
    heard,
    header: gpio.chip(headerLabel),
    duty: pwm.duty,
    sysfs,
    stations,
    async publish(topic, payload, retain) {
      said.add(`${topic} ${payload}`);
      await farSide.publishAsync(topic, payload, { qos: 1, retain });
    },
    writeLine: (bytes) => terminal.write(bytes),
    until: (what, holds) => until(`${what}; heard: ${heard.join(", ")}; log: ${log.lines.join(" | ")}`, holds, advance),
    async wait(ms) {
      const end = clock.monotonic() + ms;
      while (clock.monotonic() < end) await clock.advance(Math.min(1000, end - clock.monotonic()));
    },
    end: () => settled("the agent ends", device.outputs.stop()),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Thousandths of a degree. */
const roomTemperature = 21_875;

/** Where a 1-wire sensor is, below /sys/devices. */
export const w1Place = (id: string): string => `w1_bus_master1/${id}`;

function oneWireSensors({ things }: Configuration): ReadonlySet<string> {
  const bindings = things.flatMap(({ properties }) =>
    properties.flatMap(({ from }) => (from === undefined ? [] : [from])),
  );
  return new Set(bindings.filter(({ as }) => as === "w1").map(({ settings }) => String(settings.sensor)));
}

type Ends = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The same with its buses in this process: no login, no certificate, no cable. */
function onThisStage(configuration: Configuration, ends: Ends): Configuration {
  const connections = configuration.connections.map((connection) => {
    const end = ends[connection.type];
    if (end === undefined) return connection;
    const { username: _u, password_file: _p, ca_file: _c, usb: _s, url: _l, ...settings } = connection.settings;
    return { ...connection, settings: { ...settings, ...end } };
  });
  return { ...configuration, connections };
}
