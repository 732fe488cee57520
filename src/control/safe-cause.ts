import type { Property } from "../core/property.ts";

/** Why an output was brought to rest though nobody wrote to it. */
export type SafeCause =
  | "start"
  | "stop"
  | "reload"
  | "lease"
  | "pulse"
  | "max-on"
  | "link-loss"
  | "only-while"
  | "no-store"
  | "stopped";

/** The end of a sentence that says so. */
export const safeCauses: Readonly<Record<SafeCause, string>> = {
  start: "the agent started",
  stop: "the agent stops",
  reload: "its configuration changed",
  lease: "its lease was over",
  pulse: "its time was over",
  "max-on": "it was on for as long as max_on allows",
  "link-loss": "the link to the homeserver was lost",
  "only-while": "a condition of only_while did not hold",
  "no-store": "the agent's disk takes nothing, so nobody can command",
  stopped: "everything was stopped",
};

/** An output was brought to rest, or could not be yet; then it is tried again until it takes the value. */
export interface SafeEvent {
  readonly property: Property;
  readonly cause: SafeCause;
  /** `kept`: it was known to be at rest before. */
  readonly became: "safe" | "kept" | "not-yet";
  /** Why not yet. */
  readonly detail: string;
}
