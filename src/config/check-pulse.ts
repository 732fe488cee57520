import { formatDuration } from "../core/duration.ts";
import { isOn } from "../core/is-on.ts";
import type { Property } from "../core/property.ts";
import type { Value } from "../core/value.ts";
import { commandObjection } from "./command-objection.ts";
import type { Findings, Place } from "./problem.ts";

export interface PulsePlaces {
  readonly output: Place;
  readonly value: Place;
  readonly time: Place;
}

/** The rules of a pulse: it goes on, ends by `safe_value`, and `max_on` does not cut it short. `longest` in ms. */
export function checkPulse(
  output: Property,
  { value, longest }: { readonly value: Value | undefined; readonly longest: number | undefined },
  places: PulsePlaces,
  findings: Findings,
): void {
  const { name, limits } = output;
  const tell = (place: Place, message: string | undefined): void => {
    if (message !== undefined) findings.problem(place, message);
  };
  tell(places.output, outputObjection(output));
  if (value !== undefined) {
    tell(places.value, isOn(output, value) ? commandObjection(output, value) : "is off, and a pulse goes on");
  }
  if (longest !== undefined && limits.maxOn !== undefined && longest > limits.maxOn) {
    tell(places.time, `is longer than max_on of ${name}, ${formatDuration(limits.maxOn)}; make one of the two fit`);
  }
}

function outputObjection(output: Property): string | undefined {
  const { name, to } = output;
  if (to === undefined) return `${name} cannot be written; give it a to, or pulse another property`;
  const end = "so a pulse would not end; give the value that is off";
  if (to.safeValue === null) return `the safe_value of ${name} is null, ${end}`;
  return isOn(output, to.safeValue) ? `the safe_value of ${name} is itself on, ${end}, or name it in off` : undefined;
}
