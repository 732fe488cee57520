import type { XSchema } from "typebox/schema";

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
}
