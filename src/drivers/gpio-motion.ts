import type { XStatic } from "typebox/schema";
import { afterEdges } from "./after-edges.ts";
import { type ConnectionContext, defineDriver, type InputBinding } from "./define-driver.ts";
import { gpioAbsent } from "./gpio-absent.ts";
import { gpioClaim } from "./gpio-claim.ts";
import { gpioObjections } from "./gpio-objections.ts";
import { eitherPlace, gpioConnection, gpioDuration, gpioInputProperties } from "./gpio-schemas.ts";
import { type GpioHearer, openGpioInputs } from "./open-gpio-inputs.ts";
import { spanObjections, spanOf } from "./span-of.ts";

const spans = { hold: { least: 100, most: 86_400_000, byDefault: "30s" } } as const;

const from = {
  type: "object",
  additionalProperties: false,
  properties: {
    ...gpioInputProperties,
    hold: {
      ...gpioDuration,
      description: "How long it is still `true` after the line went off for the last time. Default: 30s.",
    },
  },
  oneOf: eitherPlace,
} as const;

/** Whether something moves: true at once, false when the line was off for a time. */
export const gpioMotion = defineDriver({
  type: "gpio",
  as: "motion",
  connection: gpioConnection,
  from,
  objections: {
    from: (settings, connection) => [...gpioObjections(settings, connection), ...spanObjections(settings, spans)],
  },
  claim: gpioClaim,
  open: (connection, context) => openGpioInputs(connection, context, tellMotion),
});

function tellMotion({ path, settings }: InputBinding<XStatic<typeof from>>, context: ConnectionContext): GpioHearer {
  const { clock, emit } = context;
  const hold = spanOf(settings, "hold", spans);
  const absent = gpioAbsent(path, context);
  let isOn = false;
  let isMissed = false;
  let ending: Disposable | undefined;

  function tell(wire: boolean, ago: number): void {
    emit({ kind: "value", path, wire, measuredAt: Math.floor(clock.now() - ago) });
  }
  function wait(): void {
    ending?.[Symbol.dispose]();
    ending = undefined;
  }
  function goOn(ago: number): void {
    wait();
    isOn = true;
    tell(true, ago);
  }
  function goOff(ago: number): void {
    // It was on in between, too short for the kernel to see.
    if (!isOn) goOn(ago);
    wait();
    isOn = false;
    const due = clock.monotonic() + hold - ago;
    ending = afterEdges(hold - ago, clock, () => tell(false, clock.monotonic() - due));
  }

  return {
    level(level) {
      if (level) goOn(0);
      else if (isMissed) goOff(0);
      else tell(false, 0);
      isMissed = false;
    },
    edge(level, ago) {
      if (level) goOn(ago);
      else goOff(ago);
    },
    lost(count) {
      isMissed = true;
      absent.edgesLost(count, "so something moved");
    },
    down(detail, fault) {
      wait();
      isOn = false;
      absent.lineDown(detail, fault);
    },
    [Symbol.dispose]: wait,
  };
}
