// Made by `npm run schemas` from src/core/cell.ts; do not edit.
import { roundTo } from "./decimal.js";
import { isDecimal } from "./value.js";
const largestScale = 64;
const digitsShape = /^-?\d{1,128}$/;
export function toInteger(value, scale, words) {
    if (typeof value === "boolean") return value ? 1n : 0n;
    if (isDecimal(value)) return roundTo(value, scale).coefficient;
    const index = words.get(value) ?? words.size;
    words.set(value, index);
    return BigInt(index);
}
export function toCell(integer) {
    const number = Number(integer);
    return Number.isSafeInteger(number) ? number : integer.toString();
}
export function readCell(cell) {
    if (typeof cell === "number") return Number.isSafeInteger(cell) ? BigInt(cell) : undefined;
    return typeof cell === "string" && digitsShape.test(cell) ? BigInt(cell) : undefined;
}
export function cellReader(column) {
    const { kind, scale, words } = column;
    if (kind === "boolean") return (integer)=>integer === 0n || integer === 1n ? integer === 1n : undefined;
    if (kind === "text" && Array.isArray(words) && words.every((word)=>typeof word === "string")) {
        return (integer)=>integer >= 0n && integer < BigInt(words.length) ? words[Number(integer)] : undefined;
    }
    if (kind !== "number" || typeof scale !== "number" || !Number.isInteger(scale)) return undefined;
    if (scale < 0 || scale > largestScale) return undefined;
    return (coefficient)=>({
            coefficient,
            scale
        });
}
