import type { XStatic } from "typebox/schema";
import { decimalOf } from "../core/decimal.ts";
import { type ConnectionContext, defineDriver, type InputBinding } from "./define-driver.ts";
import { everyInterval } from "./every-interval.ts";
import { gpioClaim } from "./gpio-claim.ts";
import { gpioObjections, inexactObjections } from "./gpio-objections.ts";
import { eitherPlace, gpioConnection, gpioDuration, gpioInputProperties } from "./gpio-schemas.ts";
import { hearCounted } from "./hear-counted.ts";
import { type KeptCounts, keptCounts } from "./kept-counts.ts";
import { type GpioHearer, openGpioInputs } from "./open-gpio-inputs.ts";
import { spanObjections, spanOf } from "./span-of.ts";
import { tellIntervals } from "./tell-intervals.ts";

const spans = { every: { least: 100, most: 86_400_000, byDefault: "10s" } } as const;

const from = {
  type: "object",
  additionalProperties: false,
  properties: {
    ...gpioInputProperties,
    edges: {
      enum: ["rising", "falling", "both"],
      description: "Which edges count: `rising` are those to on (`active_low` turns them). Default: rising.",
    },
    count: {
      enum: ["total", "interval"],
      description:
        "`total`: all edges so far, kept over restarts; `interval`: those of the last `every`. Default: total.",
    },
    every: { ...gpioDuration, description: "How often the value is handed up. Default: 10s." },
  },
  oneOf: eitherPlace,
} as const;

type CounterFrom = XStatic<typeof from>;

/** How many edges there were: in all, or in each interval. A binding's `process` makes litres or kWh of them. */
export const gpioCounter = defineDriver({
  type: "gpio",
  as: "counter",
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
  open(connection, context) {
    const totals = keptCounts(context.memory, context.clock);
    const hear = (input: InputBinding<CounterFrom>): GpioHearer =>
      input.settings.count === "interval" ? countIntervals(input, context) : countTotal(input, context, totals);
    const inputs = openGpioInputs<CounterFrom>(connection, context, hear, { exact: true });
    return {
      ...inputs,
      get isUp() {
        return inputs.isUp;
      },
      async [Symbol.asyncDispose]() {
        await inputs[Symbol.asyncDispose]();
        totals[Symbol.dispose]();
      },
    };
  },
});

function countTotal(
  { path, settings }: InputBinding<CounterFrom>,
  context: ConnectionContext,
  totals: KeptCounts,
): GpioHearer {
  const { clock, emit } = context;
  const every = spanOf(settings, "every", spans);
  function tell(): void {
    emit({ kind: "value", path, wire: decimalOf(totals.of(path)), measuredAt: clock.now() });
  }
  return hearCounted(path, context, {
    way: settings.edges ?? "rising",
    take: (count) => totals.add(path, count),
    begin() {
      const telling = everyInterval(every, clock, every, tell);
      tell();
      return telling;
    },
  });
}

function countIntervals({ path, settings }: InputBinding<CounterFrom>, context: ConnectionContext): GpioHearer {
  const { clock, emit } = context;
  const intervals = tellIntervals(spanOf(settings, "every", spans), clock, (count, ago) => {
    emit({ kind: "value", path, wire: decimalOf(count), measuredAt: Math.floor(clock.now() - ago) });
  });
  return hearCounted(path, context, {
    way: settings.edges ?? "rising",
    take: intervals.add,
    begin() {
      intervals.begin();
      return { [Symbol.dispose]: intervals.end };
    },
  });
}
