import type { ConnectionSettings } from "../../config/configuration.ts";
import type { GpioLine } from "../../core/gpio-lines.ts";
import type { Thing } from "../../core/thing.ts";
import { gpioLine } from "../../drivers/gpio-line.ts";
import { chipProblem, findGpioLine } from "../../machine/find-gpio-line.ts";
import { type GpioWays, gpioWays } from "../../machine/gpio-ways.ts";
import { type Finding, findingsOf } from "./finding.ts";

const { ok, warn, fail } = findingsOf("ports");

/** The chips, and every line that the configuration wants: where it is, and who has it. Takes none. */
export async function checkGpio(
  { name, settings }: ConnectionSettings,
  things: readonly Thing[],
  ways: GpioWays = gpioWays(),
): Promise<Finding> {
  await using kernel = ways(settings.via === "sysfs" ? "sysfs" : undefined);
  const chip = typeof settings.chip === "string" ? settings.chip : undefined;
  const look = kernel.look();
  const problem = chipProblem(look, chip);
  if (problem !== undefined) return fail(`${name}: ${problem}`, "check `chip`, and that the user is in the group gpio");
  const lines = wantedLines(name, things).map((line) => {
    const found = findGpioLine(look, line, chip, (of) => kernel.lines(of));
    const wanted = "name" in line ? line.name : String(line.offset);
    if ("fault" in found) return { isWell: false, text: found.detail };
    const info = kernel.lines(found.chip)?.[found.offset];
    const owner = info?.isUsed === true ? `, used by ${info.consumer || "the kernel"}` : "";
    // The agent itself may be running.
    const isWell = info?.isUsed !== true || info.consumer === "roomwire";
    return { isWell, text: `${wanted} is line ${found.offset} of ${found.chip.label}${owner}` };
  });
  const chips = look.chips.map(({ path, label, lines: count }) => `${label} (${path}, ${count} lines)`).join(", ");
  const text = `${name}: ${[chips, ...lines.map((line) => line.text)].join("; ")}`;
  if (!lines.every(({ isWell }) => isWell)) return fail(text, "end the other program, or choose another line");
  if (!look.chips.some(({ isInexact }) => isInexact === true)) return ok(text);
  const remedy = "as a service it takes ProtectKernelTunables=no and a udev rule (docs/hardware.md)";
  return warn(`${text}; over /sys/class/gpio, without pull, debounce, drive, counter and frequency`, remedy);
}

/** Each line once, as the bindings of this connection name them. */
function wantedLines(connection: string, things: readonly Thing[]): readonly GpioLine[] {
  const bindings = things.flatMap(({ properties, actionOutputs }) =>
    [...properties, ...actionOutputs].flatMap(({ from, to }) => [from, to]),
  );
  const lines = bindings.flatMap((binding) =>
    binding?.connection === connection && binding.as !== "pwm" ? [placeOf(binding.settings)] : [],
  );
  return [...new Map(lines.map((line) => [JSON.stringify(line), line])).values()];
}

function placeOf({ line, pin }: Readonly<Record<string, unknown>>): GpioLine {
  return gpioLine({
    line: typeof line === "string" || typeof line === "number" ? line : undefined,
    pin: typeof pin === "number" ? pin : undefined,
  });
}
