import type { DriverObjections, Objection } from "../config/driver-schemas.ts";
import { parseDuration } from "../core/duration.ts";

/** ms. The kernel looks for 1-wire sensors every ten seconds; below a tenth of a second it would do nothing else. */
const shortestPoll = 100;
const longestTimeout = 60_000;

const w1Shape = /^(10|22|28|3b|42)-[0-9a-f]{12}$/;

type Settings = Readonly<Record<string, unknown>>;

/** What no schema can say of a connection of the kernel's files and of what is read over it. */
export const kernelObjections = {
  connection: ({ timeout }: Settings) => durationObjections("timeout", timeout, (ms) => ms > 0 && ms <= longestTimeout),
  from: (settings: Settings) => [
    ...durationObjections("poll", settings.poll, (ms) => ms >= shortestPoll),
    ...nameObjections(settings),
  ],
} satisfies DriverObjections;

/** And of a 1-wire sensor. */
export const w1Objections = {
  ...kernelObjections,
  from: (settings: Settings) => [...kernelObjections.from(settings), ...w1IdObjections(String(settings.sensor))],
} satisfies DriverObjections;

function durationObjections(key: string, text: unknown, isGood: (ms: number) => boolean): readonly Objection[] {
  if (typeof text !== "string") return [];
  const ms = parseDuration(text);
  const message = key === "poll" ? "should be whole milliseconds, at least 100ms" : "should be above 0, at most 1m";
  return ms !== undefined && isGood(ms) ? [] : [{ keys: [key], message }];
}

function nameObjections({ sensor, device }: Settings): readonly Objection[] {
  const objections: Objection[] = [];
  if (typeof sensor === "string" && /^(hwmon|iio:device|thermal_zone)\d+$/.test(sensor)) {
    const message = `${sensor} is another sensor after the next start; give the name that \`roomwire doctor\` shows`;
    objections.push({ keys: ["sensor"], message });
  }
  if (sensor === "w1_slave_temp") {
    const message = "every 1-wire sensor is called so; say `as: w1` and its id, which also knows its lies";
    objections.push({ keys: ["sensor"], message });
  }
  if (typeof device === "string" && /(^|\/)(hwmon|iio:device)\d+$/.test(device)) {
    const message = "ends with a number that moves; give what stands before it, such as 1-0048";
    objections.push({ keys: ["device"], message });
  }
  return objections;
}

function w1IdObjections(sensor: string): readonly Objection[] {
  if (w1Shape.test(sensor)) return [];
  const message =
    "should be the id of a temperature sensor as `ls /sys/bus/w1/devices` shows it: 28-0316a2795bff; families 10, 22, 28, 3b and 42";
  return [{ keys: ["sensor"], message }];
}
