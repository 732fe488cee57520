import type { Cast } from "./cast.ts";
import { type Observations, showObserved } from "./observations.ts";
import type { Step } from "./play-steps.ts";
import { waitUntil } from "./wait-until.ts";

const ways = [
  { by: "the serial line", thing: "greenhouse", name: "soil" },
  { by: "MQTT", thing: "room", name: "temperature" },
  { by: "the simulated hardware", thing: "greenhouse", name: "light" },
] as const;

const withinMs = 30_000;

/** A reading of every kind of hardware reaches the operator, who decrypts it. */
export function readingSteps({ clock }: Cast, seen: Observations): readonly Step[] {
  return ways.map(({ by, thing, name }) => ({
    what: `a reading by ${by}`,
    async observe() {
      const reading = await waitUntil(clock, `a good reading of ${thing}/${name}`, withinMs, () =>
        seen.readings(thing, name).find(({ quality }) => quality === "ok"),
      );
      return `decrypted ${thing}/${name} = ${showObserved(reading)}, epoch ${reading.epoch}, event ${reading.seq}`;
    },
  }));
}
