// Made by `npm run schemas` from src/core/column-heads.ts; do not edit.
import { isId } from "./ids.js";
const mostUnit = 64;
export function sayHead(head, before) {
    const { thing, base_at, kind, unit, scale } = head;
    return {
        ...thing !== before.thing && {
            thing
        },
        ...base_at !== before.base_at && {
            base_at
        },
        ...kind !== before.kind && {
            kind
        },
        ...kind === "number" && unit !== before.unit && {
            unit: unit ?? null
        },
        ...kind === "number" && scale !== undefined && scale !== before.scale && {
            scale
        }
    };
}
export function headAfter(head, before) {
    return head.kind === "number" ? head : {
        ...head,
        unit: before.unit,
        scale: before.scale
    };
}
export function readHead(column, before) {
    const { thing = before.thing, base_at = before.base_at, kind = before.kind, scale = before.scale } = column;
    const unit = column.unit === undefined ? before.unit : column.unit ?? undefined;
    if (typeof thing !== "string" || !isId(thing) || typeof base_at !== "number" || !isKind(kind)) return undefined;
    if (scale !== undefined && typeof scale !== "number") return undefined;
    return {
        thing,
        base_at,
        kind,
        unit: typeof unit === "string" && unit.length <= mostUnit ? unit : undefined,
        scale
    };
}
function isKind(kind) {
    return kind === "number" || kind === "boolean" || kind === "text";
}
