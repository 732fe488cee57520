import type { XStatic } from "typebox/schema";
import { compareDecimals, type Decimal, decimalOf, multiply, parseDecimal, roundTo } from "../core/decimal.ts";
import type { PwmChannel } from "../core/pwm-chips.ts";
import type { Wire } from "../core/value.ts";
import { WriteFailure } from "../core/write-failure.ts";
import { defineDriver } from "./define-driver.ts";
import { gpioConnection } from "./gpio-schemas.ts";
import { notRead } from "./not-read.ts";
import { wireText } from "./wire-text.ts";

const frequencyByDefault = 1000;
const nanosecondsInSecond = 1e9;
const hundred = decimalOf(100);
const hundredth: Decimal = { coefficient: 1n, scale: 2 };

const to = {
  type: "object",
  additionalProperties: false,
  required: ["channel"],
  properties: {
    channel: { type: "integer", minimum: 0, maximum: 31, description: "Number of the channel of its PWM chip." },
    device: {
      type: "string",
      minLength: 1,
      maxLength: 100,
      description: "The device of the PWM chip, such as `fe20c000.pwm`. Default: the only one.",
    },
    frequency: { type: "integer", minimum: 1, maximum: 1_000_000, description: "Periods in a second. Default: 1000." },
    inverted: { type: "boolean", description: "`true`: low is on. Default: false." },
  },
} as const;

/** How much of the time an output is on, 0 to 100 %, by the kernel's PWM. It goes on when the agent ends. */
export const gpioPwm = defineDriver({
  type: "gpio",
  as: "pwm",
  connection: gpioConnection,
  to,
  claim: (_end, settings: XStatic<typeof to>) => ({
    of: `channel ${settings.channel} of ${settings.device ?? "the PWM chip"}`,
    terms: {},
    open: [],
  }),
  open(_connection, { machine }) {
    const chips = machine.openPwmChips();
    return {
      get isUp() {
        return chips.isUp;
      },
      ...notRead,
      output(settings) {
        const channel = channelOf(settings);
        return {
          async write(wire, signal) {
            signal.throwIfAborted();
            await chips.write(channel, dutyOf(wire, channel), signal);
          },
        };
      },
      async [Symbol.asyncDispose]() {},
    };
  },
});

function channelOf({ device, channel, frequency = frequencyByDefault, inverted }: XStatic<typeof to>): PwmChannel {
  return { device, channel, period: Math.round(nanosecondsInSecond / frequency), inverted: inverted === true };
}

/** ns, to the nearest. */
function dutyOf(wire: Wire, { period }: PwmChannel): number {
  const percent = parseDecimal(wireText(wire));
  if (percent === undefined || compareDecimals(percent, decimalOf(0)) < 0 || compareDecimals(percent, hundred) > 0) {
    const detail = `${JSON.stringify(wireText(wire))} is no number from 0 to 100; \`scale\` makes per cent of it`;
    throw new WriteFailure("driver-failed", detail);
  }
  return Number(roundTo(multiply(multiply(percent, hundredth), decimalOf(period)), 0).coefficient);
}
