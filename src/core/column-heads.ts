import { isId } from "./ids.ts";

/** What tells one column of telemetry from another. Unit and scale are those of numbers. */
export interface ColumnHead {
  readonly thing: string;
  /** UTC ms. */
  readonly base_at: number;
  readonly kind: "number" | "boolean" | "text";
  readonly unit?: string | undefined;
  readonly scale?: number | undefined;
}

/** A head as it stands in an event. `unit: null`: none, where an earlier column has one. */
export interface SaidHead {
  readonly thing?: string;
  readonly base_at?: number;
  readonly kind?: ColumnHead["kind"];
  readonly unit?: string | null;
  readonly scale?: number;
}

const mostUnit = 64;

/** What of a head is to be said after the columns before it, whose heads together are `before`. */
export function sayHead(head: ColumnHead, before: Partial<ColumnHead>): SaidHead {
  const { thing, base_at, kind, unit, scale } = head;
  return {
    ...(thing !== before.thing && { thing }),
    ...(base_at !== before.base_at && { base_at }),
    ...(kind !== before.kind && { kind }),
    ...(kind === "number" && unit !== before.unit && { unit: unit ?? null }),
    ...(kind === "number" && scale !== undefined && scale !== before.scale && { scale }),
  };
}

/** The columns up to this one together: what a boolean's does not say of unit and scale stays as it was. */
export function headAfter(head: ColumnHead, before: Partial<ColumnHead>): ColumnHead {
  return head.kind === "number" ? head : { ...head, unit: before.unit, scale: before.scale };
}

/** The whole head of any column; undefined where something is missing or wrong. */
export function readHead(
  column: Readonly<Record<string, unknown>>,
  before: Partial<ColumnHead>,
): ColumnHead | undefined {
  const { thing = before.thing, base_at = before.base_at, kind = before.kind, scale = before.scale } = column;
  const unit = column.unit === undefined ? before.unit : (column.unit ?? undefined);
  if (typeof thing !== "string" || !isId(thing) || typeof base_at !== "number" || !isKind(kind)) return undefined;
  if (scale !== undefined && typeof scale !== "number") return undefined;
  return { thing, base_at, kind, unit: typeof unit === "string" && unit.length <= mostUnit ? unit : undefined, scale };
}

function isKind(kind: unknown): kind is ColumnHead["kind"] {
  return kind === "number" || kind === "boolean" || kind === "text";
}
