import type { XSchema } from "typebox/schema";

type Settings = Readonly<Record<string, unknown>>;

/** What a driver tells the configuration about itself, so that a wrong file is refused whole before anything opens. */
export interface DriverSchemas {
  /** `type` of its connections: `mqtt`, `serial` … */
  readonly type: string;
  /** `as` of its bindings; the first driver of a type is that type's default. */
  readonly as: string;
  /** Settings of the connection without `type`. The same literal for all drivers of one type. */
  readonly connection: XSchema;
  /** Settings of `from` without `connection`, `as`, `values`, `scale`, `offset`; undefined: it cannot be read. */
  readonly from: XSchema | undefined;
  /** Settings of `to` without `connection`, `as`, `values`, `scale`, `offset`, `safe_value`; undefined: it cannot be written. */
  readonly to: XSchema | undefined;
  /** What no schema can say. Undefined: nothing. */
  readonly objections?: DriverObjections | undefined;
  /** What a binding takes for itself, by which two that cannot both have it are seen. Undefined: nothing. */
  readonly claim?: ((end: "from" | "to", settings: Settings, connection: Settings) => Claim) | undefined;
}

/** A part of the hardware that one binding takes. */
export interface Claim {
  /** The same words for the same part, as people call it: `GPIO17`. */
  readonly of: string;
  /** Keys of the configuration and what they are: those who share the part must agree in all of them. */
  readonly terms: Readonly<Record<string, string>>;
  /** Keys that a reader did not say: beside a writer it takes what that one says. */
  readonly open: readonly string[];
}

/** What cannot work though each key has its right form. Asked only with settings that fit the schemas. */
export interface DriverObjections {
  connection?(settings: Settings): readonly Objection[];
  /** On a connection with these settings; undefined where they are wrong themselves, which is told. */
  from?(settings: Settings, connection: Settings | undefined): readonly Objection[];
  to?(settings: Settings, connection: Settings | undefined): readonly Objection[];
}

export interface Objection {
  /** The way to the key, from the settings down. Where it does not stand, the one above it is told of. */
  readonly keys: readonly string[];
  /** One sentence with the remedy, without a place. */
  readonly message: string;
}
