// Made by `npm run schemas` from src/core/value.ts; do not edit.
export function isDecimal(value) {
    return typeof value === "object";
}
