// Made by `npm run schemas` from src/core/latest-rows.ts; do not edit.
import { readCell, toCell } from "./cell.js";
import { roundTo } from "./decimal.js";
import { isId } from "./ids.js";
import { qualities } from "./quality.js";
import { isDecimal } from "./value.js";
const mostRows = 10_000;
const largestScale = 64;
export function encodeLatest(entries, at) {
    return {
        at,
        rows: entries.map((entry)=>encodeRow(entry, at))
    };
}
export function decodeLatest(content) {
    const latest = isRecord(content) ? content.latest : undefined;
    if (!isRecord(latest) || typeof latest.at !== "number" || !Array.isArray(latest.rows)) return [];
    const { at, rows } = latest;
    return rows.slice(0, mostRows).flatMap((row)=>Array.isArray(row) ? decodeRow(row, at) ?? [] : []);
}
function encodeRow({ path, at, quality, value, scale }, latestAt) {
    const head = [
        path,
        at - latestAt,
        qualities.indexOf(quality)
    ];
    if (value === undefined) return [
        ...head
    ];
    if (!isDecimal(value)) return [
        ...head,
        value
    ];
    return [
        ...head,
        toCell(roundTo(value, scale).coefficient),
        scale
    ];
}
function decodeRow(row, latestAt) {
    const [path, since, number, cell, scale] = row;
    if (typeof path !== "string" || typeof since !== "number" || typeof number !== "number") return undefined;
    const [thing = "", name = "", ...rest] = path.split("/");
    const quality = qualities[number];
    const at = latestAt + since;
    if (!isId(thing) || !isId(name) || rest.length > 0 || quality === undefined || !Number.isSafeInteger(at)) return undefined;
    const value = readValue(cell, scale);
    if (cell !== undefined && value === undefined) return undefined;
    return {
        thing,
        name,
        at,
        quality,
        value,
        unit: undefined
    };
}
function readValue(cell, scale) {
    if (scale === undefined) return typeof cell === "boolean" || typeof cell === "string" ? cell : undefined;
    const coefficient = readCell(cell);
    if (coefficient === undefined || typeof scale !== "number" || !Number.isInteger(scale)) return undefined;
    return scale < 0 || scale > largestScale ? undefined : {
        coefficient,
        scale
    };
}
function isRecord(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
