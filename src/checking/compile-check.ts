import { Ajv2020 } from "ajv/dist/2020.js";
import type { XSchema, XStatic } from "../../schemas/schema.ts";
import { explainErrors, type SchemaProblem } from "./explain-errors.ts";
import type { SchemaError } from "./schema-error.ts";

export type { SchemaProblem } from "./explain-errors.ts";
export type { SchemaError } from "./schema-error.ts";

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      /** In words, for messages. */
      readonly problems: readonly SchemaProblem[];
      /** The same as JSON Schema has it, for who knows a better place and remedy. */
      readonly errors: readonly SchemaError[];
    };

export interface CheckOptions {
  /** Fills `default` of missing keys into the input itself, before anything else is checked. */
  readonly fillDefaults?: boolean;
}

const strict = {
  strict: true,
  // A choice such as oneOf: [{ required: [a] }, { required: [b] }] need not repeat its parent's properties.
  strictRequired: false,
  strictTypes: true,
  strictTuples: true,
  allowUnionTypes: true,
  allErrors: true,
  verbose: true,
} as const;

// Compiled checks hold on to nothing of their Ajv, and most programs need only one of the two.
let plain: Ajv2020 | undefined;
let filling: Ajv2020 | undefined;

/**
 * The only door to ajv (JSON Schema 2020-12, strict). The schema is compiled at the first check; a schema that is
 * itself wrong throws then. All problems are told at once.
 */
export function compileCheck<const S extends XSchema>(
  schema: S,
  options: CheckOptions = {},
): (input: unknown) => Checked<XStatic<S>> {
  const compile = () => (options.fillDefaults === true ? fillingAjv() : plainAjv()).compile<XStatic<S>>(schema);
  let check: ReturnType<typeof compile> | undefined;
  return (input) => {
    check ??= compile();
    if (check(input)) return { ok: true, value: input };
    const errors = check.errors ?? [];
    return { ok: false, problems: explainErrors(errors), errors };
  };
}

function plainAjv(): Ajv2020 {
  plain ??= new Ajv2020(strict);
  return plain;
}

function fillingAjv(): Ajv2020 {
  filling ??= new Ajv2020({ ...strict, useDefaults: true });
  return filling;
}
