import type { XStatic } from "typebox/schema";
import { type ConnectionContext, defineDriver, type InputBinding } from "./define-driver.ts";
import { everyInterval } from "./every-interval.ts";
import { gpioClaim } from "./gpio-claim.ts";
import { gpioObjections, inexactObjections } from "./gpio-objections.ts";
import { eitherPlace, gpioConnection, gpioDuration, gpioInputProperties } from "./gpio-schemas.ts";
import { hearCounted } from "./hear-counted.ts";
import { type GpioHearer, openGpioInputs } from "./open-gpio-inputs.ts";
import { pulseRate } from "./pulse-rate.ts";
import { spanObjections, spanOf } from "./span-of.ts";

const spans = {
  every: { least: 100, most: 3_600_000, byDefault: "10s" },
  silence: { least: 100, most: 86_400_000, byDefault: "30s" },
} as const;

const from = {
  type: "object",
  additionalProperties: false,
  properties: {
    ...gpioInputProperties,
    every: { ...gpioDuration, description: "The time over which it is measured, and after which told. Default: 10s." },
    silence: {
      ...gpioDuration,
      description: "After so long without a pulse it is 0; until then what is still possible is told. Default: 30s.",
    },
  },
  oneOf: eitherPlace,
} as const;

/** How often a line goes on, in Hz, between the kernel's times of the pulses themselves. */
export const gpioFrequency = defineDriver({
  type: "gpio",
  as: "frequency",
  connection: gpioConnection,
  from,
  objections: {
    from: (settings, connection) => [
      ...gpioObjections(settings, connection),
      ...inexactObjections(connection),
      ...spanObjections(settings, spans),
    ],
  },
  claim: gpioClaim,
  open: (connection, context) => openGpioInputs(connection, context, tellFrequency, { exact: true }),
});

function tellFrequency({ path, settings }: InputBinding<XStatic<typeof from>>, context: ConnectionContext): GpioHearer {
  const { clock, emit } = context;
  const every = spanOf(settings, "every", spans);
  const rate = pulseRate(spanOf(settings, "silence", spans), clock);
  function tell(): void {
    const wire = rate.take();
    if (wire !== undefined) emit({ kind: "value", path, wire, measuredAt: clock.now() });
  }
  return hearCounted(path, context, {
    way: "rising",
    take: rate.pulses,
    begin() {
      rate.begin();
      return everyInterval(every, clock, every, tell);
    },
  });
}
