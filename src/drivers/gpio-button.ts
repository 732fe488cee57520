import type { XStatic } from "typebox/schema";
import { type ConnectionContext, defineDriver, type InputBinding } from "./define-driver.ts";
import { gpioAbsent } from "./gpio-absent.ts";
import { gpioClaim } from "./gpio-claim.ts";
import { gpioObjections } from "./gpio-objections.ts";
import { eitherPlace, type GpioReading, gpioConnection, gpioDuration, gpioInputProperties } from "./gpio-schemas.ts";
import { type GpioHearer, openGpioInputs } from "./open-gpio-inputs.ts";
import { spanObjections, spanOf } from "./span-of.ts";
import { tellPresses } from "./tell-presses.ts";

const spans = {
  long: { least: 100, most: 60_000, byDefault: "800ms" },
  double: { least: 50, most: 5000, byDefault: "300ms" },
} as const;

const debounceByDefault = "20ms";
const presses = ["single", "double", "long"] as const;

const from = {
  type: "object",
  additionalProperties: false,
  properties: {
    ...gpioInputProperties,
    debounce: {
      ...gpioInputProperties.debounce,
      description: `How long a level must last to count. Default: ${debounceByDefault}.`,
    },
    presses: {
      type: "array",
      items: { enum: presses },
      minItems: 1,
      uniqueItems: true,
      description:
        "Which presses are told apart: `single`, `double`, `long`. Without `double` a single one is told when it is over, without `long` too when it begins. Default: all three.",
    },
    long: { ...gpioDuration, description: "How long it must be held for `long`. Default: 800ms." },
    double: {
      ...gpioDuration,
      description: "How soon after the first press was let go the second one of a `double` must begin. Default: 300ms.",
    },
  },
  oneOf: eitherPlace,
} as const;

/** Presses of a button, each told once as a word. */
export const gpioButton = defineDriver({
  type: "gpio",
  as: "button",
  connection: gpioConnection,
  from,
  objections: {
    from: (settings, connection) => [
      ...gpioObjections({ debounce: debounceByDefault, ...settings }, connection),
      ...spanObjections(settings, spans),
    ],
  },
  claim: (end, settings: GpioReading, connection) => gpioClaim(end, settings, connection, debounceByDefault),
  open: (connection, context) => openGpioInputs(connection, context, hearButton, { debounce: debounceByDefault }),
});

function hearButton({ path, settings }: InputBinding<XStatic<typeof from>>, context: ConnectionContext): GpioHearer {
  const { clock, emit } = context;
  const absent = gpioAbsent(path, context);
  const told = settings.presses ?? presses;
  const button = tellPresses(
    {
      long: told.includes("long") ? spanOf(settings, "long", spans) : undefined,
      double: told.includes("double") ? spanOf(settings, "double", spans) : undefined,
      clock,
    },
    (press, ago) => {
      // Only a double or a long one is of interest where `single` is left out.
      if (!told.includes(press)) return;
      emit({ kind: "value", path, wire: press, measuredAt: Math.floor(clock.now() - ago) });
    },
  );
  return {
    level: button.level,
    edge: (level, ago) => (level ? button.pressed(ago) : button.released(ago)),
    lost(count) {
      button.forget();
      absent.edgesLost(count, "what was pressed meanwhile is not known");
    },
    down(detail, fault) {
      button.forget();
      absent.lineDown(detail, fault);
    },
    [Symbol.dispose]: button.forget,
  };
}
