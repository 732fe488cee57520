import type { Condition } from "./condition.ts";
import type { AffordancePath, ThingId } from "./ids.ts";
import type { Limits } from "./property.ts";
import type { QuietHours } from "./quiet-hours.ts";

/** A condition that people must see. */
export interface AlertRule {
  /** The same over restarts, as long as it asks the same at the same property. */
  readonly key: string;
  readonly thing: ThingId;
  /** The property at which it stands; the condition may ask about another one. */
  readonly path: AffordancePath;
  readonly condition: Condition;
  /** What people are told; undefined: said from the condition. */
  readonly text: string | undefined;
  /** ms after which it is told again until somebody acknowledges it; undefined: never. */
  readonly repeatMs: number | undefined;
  /** Rings in quiet hours as well. */
  readonly isUrgent: boolean;
}

/** What the configuration says of alerts. */
export interface AlertSettings {
  readonly rules: readonly AlertRule[];
  /** ms of `repeat` for the agent's own alerts. */
  readonly repeatMs: number | undefined;
  readonly quietHours: QuietHours | undefined;
  /** ms without the homeserver after which it is told, once it is back. */
  readonly linkLostMs: number;
  /** Refusals that speak of somebody who tries what they may not: so many within ms are an alert. */
  readonly refused: NonNullable<Limits["maxSwitches"]>;
}
