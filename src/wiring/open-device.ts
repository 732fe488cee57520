import type { AffordancePath } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { Property } from "../core/property.ts";
import type { ControlStore, ReadingLog } from "../core/store-ports.ts";
import type { Texts } from "../texts/english.ts";
import { type AlertWatch, watchAlerts } from "./alerts.ts";
import { connectionMemories } from "./connection-memories.ts";
import { type Hardware, type HardwareParts, openHardware } from "./open-hardware.ts";
import { type OutputWatch, watchOutputs } from "./outputs.ts";
import { type ReadingWay, wireReadings } from "./readings.ts";

export interface DeviceParts extends Omit<HardwareParts, "memory"> {
  readonly store: ControlStore;
  readonly readingLog: ReadingLog;
  /** See measuringClock. */
  readonly stampOf: (at: number) => number;
  readonly texts: Texts;
  readonly log: Log;
}

/** The half of the agent that needs no homeserver. */
export interface Device extends AsyncDisposable {
  readonly hardware: Hardware;
  readonly readings: ReadingWay;
  readonly outputs: OutputWatch;
  readonly alerts: AlertWatch;
  /** What everybody sees of a property changed. One listens at a time; who does not yet, is told nothing. */
  onChange(listen: (property: Property) => void): void;
}

/** Buses, the way of a reading, and the watch over outputs; resolves when outputs are made safe and samples come. Throws AgentFault. */
export async function openDevice(parts: DeviceParts): Promise<Device> {
  const { configuration, store, readingLog, stampOf, texts, clock, log } = parts;
  const { things, stopWhen } = configuration;
  await using opened = new AsyncDisposableStack();
  let listener = (_property: Property): void => undefined;
  const memory = connectionMemories({ user: configuration.matrix.user, store, readingLog, log });
  const hardware = opened.use(openHardware({ ...parts, memory }, (sample) => readings.take(sample)));
  const readings = opened.use(
    wireReadings({
      things,
      clock,
      log,
      readingLog,
      stampOf,
      onReading: (property, reading) => outputs.saw(property, reading),
      onHeard: (property) => outputs.heard(property),
      onChange: (property) => {
        outputs.changed(property);
        listener(property);
      },
    }),
  );
  const latest = (path: AffordancePath) => readings.latest.get(path);
  const outputs = opened.use(watchOutputs({ things, stopWhen, hardware, store, latest, clock, log }));
  const { conditions } = outputs.acting;
  const alerts = opened.use(watchAlerts({ configuration, texts, store, conditions, latest, clock, log }));
  await outputs.makeSafe("start");
  hardware.listen();
  const owned = opened.move();
  return {
    hardware,
    readings,
    outputs,
    alerts,
    onChange(listen) {
      listener = listen;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
