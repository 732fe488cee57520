import type { XSchema, XStatic } from "typebox/schema";
import type { Claim, DriverSchemas, Objection } from "../config/driver-schemas.ts";
import type { Clock } from "../core/clock.ts";
import type { ConnectionMemory } from "../core/connection-memory.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { Machine } from "../core/machine.ts";
import type { ValueType } from "../core/property.ts";
import type { Emit } from "../core/sample.ts";
import type { Wire } from "../core/value.ts";

/** What a connection needs from outside. Settings and secrets come checked. */
export interface ConnectionContext {
  readonly name: string;
  readonly machine: Machine;
  readonly clock: Clock;
  /** Reads a small secret or certificate file, trailing newline removed; throws an AgentFault that names it. */
  readonly readSecret: (path: string) => string;
  readonly emit: Emit;
  /** Left out where this is not the agent itself (`roomwire safe`): such a process must not be taken for it, nor leave anything. */
  readonly memory?: ConnectionMemory;
}

export interface InputBinding<From> {
  readonly path: AffordancePath;
  readonly type: ValueType;
  readonly settings: From;
}

/** One output, ready to be written. */
export interface Output extends Partial<Disposable> {
  /**
   * Hands the wire value to the hardware; resolves when the bus took it (its own acknowledgement where it has one).
   * Rejects with a WriteFailure, whose code says whether it certainly did not, or with the signal's reason when aborted
   * (then nobody knows). Never waits for a lost bus. `isRest`: it brings the output to rest, and does no harm late.
   */
  write(wire: Wire, signal: AbortSignal, isRest?: boolean): Promise<void>;
}

/** An open connection with the bindings that hang on it. Reports every loss and every garbage as a sample. */
export interface OpenConnection<From, To> extends AsyncDisposable {
  readonly isUp: boolean;
  /** Hands up samples of one property until disposed, also when the bus is not up yet. */
  listen(input: InputBinding<From>): Disposable;
  /**
   * `safe`: the wire of its `safe_value`, with which a bus that can takes the output at once; null: it is left alone.
   * An output that holds something of its own is disposed when the configuration has it no more.
   */
  output(settings: To, path: AffordancePath, safe?: Wire | null): Output;
  /** Told when every input that shall listen does: after the start, and after each change of the configuration. */
  settle?(): void;
  /** The configuration has it no more: what it left outside for its next run is taken back. Before it is disposed. */
  forget?(): Promise<void>;
  /** Asks the source anew; the answer comes as a sample. False where it cannot be asked. */
  refresh?(path: AffordancePath): boolean;
}

export interface DriverParts<C extends XSchema, F extends XSchema, T extends XSchema> {
  readonly type: string;
  readonly as: string;
  readonly connection: C;
  /** Left out: it cannot be read. */
  readonly from?: F;
  /** Left out: it cannot be written. */
  readonly to?: T;
  /** What no schema can say, told by the configuration's check. */
  readonly objections?: {
    connection?(settings: XStatic<C>): readonly Objection[];
    from?(settings: XStatic<F>, connection: XStatic<C> | undefined): readonly Objection[];
    to?(settings: XStatic<T>, connection: XStatic<C> | undefined): readonly Objection[];
  };
  /** See DriverSchemas. */
  claim?(end: "from" | "to", settings: XStatic<F> | XStatic<T>, connection: XStatic<C>): Claim;
  open(settings: XStatic<C>, context: ConnectionContext): OpenConnection<XStatic<F>, XStatic<T>>;
}

/** A driver with its types erased, for the table. The configuration checked the settings with the same schemas. */
export interface Driver extends DriverSchemas {
  open(
    settings: Readonly<Record<string, unknown>>,
    context: ConnectionContext,
  ): OpenConnection<Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>>;
}

/** One way of binding properties to a connection: its schemas and how to open it. The only generic of this floor. */
export function defineDriver<const C extends XSchema, const F extends XSchema, const T extends XSchema>(
  parts: DriverParts<C, F, T>,
): Driver {
  return parts as unknown as Driver;
}
