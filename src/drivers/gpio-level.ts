import type { GpioInputEvents, GpioOutputSettings } from "../core/gpio-lines.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { Wire } from "../core/value.ts";
import { WriteFailure } from "../core/write-failure.ts";
import { type ConnectionContext, defineDriver } from "./define-driver.ts";
import { gpioAbsent } from "./gpio-absent.ts";
import { gpioClaim } from "./gpio-claim.ts";
import { gpioInput, gpioLine } from "./gpio-line.ts";
import { gpioObjections } from "./gpio-objections.ts";
import { type GpioTo, gpioSchemas } from "./gpio-schemas.ts";
import { wireText } from "./wire-text.ts";

/** Lines of a GPIO chip that are on or off. An output is taken at its safe value and let go only when it is needed no more. */
export const gpioLevel = defineDriver({
  type: "gpio",
  as: "level",
  ...gpioSchemas,
  objections: { from: gpioObjections, to: gpioObjections },
  claim: gpioClaim,
  open({ chip, via }, context) {
    const lines = context.machine.openGpioLines(chip, via);
    return {
      get isUp() {
        return lines.isUp;
      },
      listen: ({ path, settings }) => lines.watch(gpioInput(settings), tellLevels(path, context)),
      output(to, _path, safe = null) {
        const output = lines.drive(outputSettings(to, safe));
        return {
          async write(wire, signal) {
            signal.throwIfAborted();
            const level = levelOf(wire);
            if (level === undefined) {
              const detail = `${JSON.stringify(wireText(wire))} is no level; map it in \`values\``;
              throw new WriteFailure("driver-failed", detail);
            }
            output.write(level);
          },
          [Symbol.dispose]: () => output[Symbol.dispose](),
        };
      },
      [Symbol.asyncDispose]: () => lines[Symbol.asyncDispose](),
    };
  },
});

function outputSettings(to: GpioTo, safe: Wire | null): GpioOutputSettings {
  return {
    line: gpioLine(to),
    activeLow: to.active_low === true,
    drive: to.drive ?? "push-pull",
    pull: to.pull,
    initial: safe === null ? undefined : levelOf(safe),
  };
}

/** Every change of the level, with the time at which the kernel noted it. */
function tellLevels(path: AffordancePath, context: ConnectionContext): GpioInputEvents {
  const { clock, emit } = context;
  const absent = gpioAbsent(path, context);
  let known: boolean | undefined;
  const tell = (level: boolean, ago: number): void => {
    known = level;
    emit({ kind: "value", path, wire: level, measuredAt: Math.floor(clock.now() - ago) });
  };
  return {
    level: (level) => tell(level, 0),
    edge: (level, ago) => {
      // Two edges the same way: the kernel read the level after it had turned back already.
      if (level !== known) tell(level, ago);
    },
    lost(count) {
      known = undefined;
      absent.edgesLost(count, "the level is read anew");
    },
    down(detail, fault) {
      known = undefined;
      absent.lineDown(detail, fault);
    },
  };
}

/** undefined: it is no level. */
function levelOf(wire: Wire): boolean | undefined {
  const text = wireText(wire).trim().toLowerCase();
  if (text === "true" || text === "1") return true;
  return text === "false" || text === "0" ? false : undefined;
}
