import type { Condition } from "./condition.ts";
import type { Decimal } from "./decimal.ts";
import type { AffordancePath, ThingId } from "./ids.ts";
import type { ProcessStep } from "./process-step.ts";
import type { Value, Wire } from "./value.ts";

export type ValueType = "boolean" | "integer" | "number" | "string";

/** property value → wire values; the first is written, all are read. */
export interface ValueMapEntry {
  readonly value: Value;
  readonly wires: readonly Wire[];
}

/** How a wire value becomes a property value: by a map, or by `wire × scale + offset`, or as it is. */
export interface Conversion {
  readonly values?: readonly ValueMapEntry[];
  readonly scale?: Decimal;
  readonly offset?: Decimal;
}

/** One end of a property on a connection, with the driver's own settings already checked by its schema. */
export interface Binding {
  readonly connection: string;
  /** The driver's `as`, its default one filled in. */
  readonly as: string;
  /** What the driver's schema let through: `topic`, `path`, `match`, `wave` … */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly conversion: Conversion;
}

export interface OutputBinding extends Binding {
  /** Set at start, stop, crash and lease end; `null` leaves the output alone. */
  readonly safeValue: Value | null;
}

/** Which readings are worth recording. Durations in ms. */
export interface ReportRule {
  /** Numbers: least difference to the last recorded value; undefined records any change. */
  readonly change: Decimal | undefined;
  readonly atMostEvery: number;
  readonly atLeastEvery: number;
}

/** What an output may not do, whoever asks for it. Durations in ms. */
export interface Limits {
  /** Longest time on after our write; then its `safe_value` is set. */
  readonly maxOn: number | undefined;
  /** Least time off before it may be on again. Its clock outlives restarts; unknown counts as just switched. */
  readonly minOff: number | undefined;
  /** Outputs that may not be on at the same time; symmetric. */
  readonly notWith: readonly AffordancePath[];
  /** Least time between one of `notWith` being off and this one being on. */
  readonly deadTime: number | undefined;
  /** Must hold when it is switched on. */
  readonly onlyIf: readonly Condition[];
  /** Must hold when it is switched on and as long as it is on; else `safe_value` is set. */
  readonly onlyWhile: readonly Condition[];
  /** Most times it may be switched on in `within` ms. Its count outlives restarts. */
  readonly maxSwitches: { readonly count: number; readonly within: number } | undefined;
  /** Narrower bounds for commands than the property's own. */
  readonly minimum: Decimal | undefined;
  readonly maximum: Decimal | undefined;
  /** Said on purpose: this output may stay on for ever. */
  readonly holdForever: boolean;
}

export const noLimits: Limits = {
  maxOn: undefined,
  minOff: undefined,
  notWith: [],
  deadTime: undefined,
  onlyIf: [],
  onlyWhile: [],
  maxSwitches: undefined,
  minimum: undefined,
  maximum: undefined,
  holdForever: false,
};

/** What becomes of an output when the homeserver was not heard for `after` ms. */
export interface LinkLossRule {
  readonly after: number;
  readonly do: "safe" | "hold";
}

export interface ReadBackRule {
  /** ms in which the read value must match what was written. */
  readonly within: number;
  readonly tolerance: Decimal | undefined;
}

/** A value of a Thing (W3C WoT Thing Description, property affordance), with its bindings and rules. */
export interface Property {
  readonly thing: ThingId;
  readonly name: string;
  readonly path: AffordancePath;
  readonly title: string;
  /** Other names people may type; matched after folding. */
  readonly aliases: readonly string[];
  readonly type: ValueType;
  /** SenML unit or one of the accepted customary ones. */
  readonly unit: string | undefined;
  readonly minimum: Decimal | undefined;
  readonly maximum: Decimal | undefined;
  readonly step: Decimal | undefined;
  /** Digits after the point; 0 for `integer`. Rounds readings and fixes the scale in telemetry. */
  readonly decimals: number;
  /** Whether the configuration says how many digits there are; else people see no zeros at the end. */
  readonly hasDecimals: boolean;
  readonly enum: readonly string[] | undefined;
  /** How people read and type a value: [value, label]. */
  readonly labels: readonly { readonly value: Value; readonly label: string }[];
  /** Never leaves unencrypted. */
  readonly private: boolean;
  /** Always needs a challenge. */
  readonly critical: boolean;
  readonly ask: "auto" | "always" | "never";
  /** Every sample is recorded (a bell, a button). */
  readonly momentary: boolean;
  /** ms without a sample after which the quality becomes `stale`; undefined: never. */
  readonly stale: number | undefined;
  /** The value that means off besides `false` and 0. */
  readonly off: Value | undefined;
  readonly from: Binding | undefined;
  readonly to: OutputBinding | undefined;
  /** From what was read to the latest value, in this order. */
  readonly process: readonly ProcessStep[];
  readonly report: ReportRule;
  readonly limits: Limits;
  /** undefined: hold. */
  readonly onLinkLoss: LinkLossRule | undefined;
  readonly readBack: ReadBackRule | undefined;
}
