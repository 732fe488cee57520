/** An error as JSON Schema validators tell it. */
export interface SchemaError {
  readonly keyword: string;
  /** JSON Pointer of the value. */
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** What the keyword says. */
  readonly schema?: unknown;
  /** The schema that has the keyword. */
  readonly parentSchema?: Readonly<Record<string, unknown>>;
  /** The key that is wrong, in errors about a key's form. */
  readonly propertyName?: string;
}
