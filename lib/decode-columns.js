// Made by `npm run schemas` from src/core/decode-columns.ts; do not edit.
import { cellReader, readCell } from "./cell.js";
import { readHead } from "./column-heads.js";
import { isId } from "./ids.js";
import { qualities } from "./quality.js";
const mostReadings = 40_000;
const latest = 8_640_000_000_000_000;
export function decodeColumns(content) {
    const columns = isRecord(content) ? content.columns : undefined;
    if (!Array.isArray(columns)) return {
        ok: false,
        problem: "The event has no list of columns."
    };
    const lists = [];
    const readings = [];
    let before = {};
    for (const [place, column] of columns.entries()){
        const read = isRecord(column) ? readColumn(column, before, lists) : undefined;
        if (read === undefined) return {
            ok: false,
            problem: `Column ${place} cannot be read.`
        };
        if (readings.length + read.readings.length > mostReadings) return {
            ok: false,
            problem: "The event holds too much."
        };
        for (const reading of read.readings)readings.push(reading);
        lists.push(read.list);
        before = read.head;
    }
    return {
        ok: true,
        readings
    };
}
function readColumn(column, before, lists) {
    const head = readHead(column, before);
    const times = timesOf(column.times, lists);
    const readings = head && times && decodeColumn(column, head, times);
    if (head === undefined || readings === undefined) return undefined;
    return {
        head,
        list: Array.isArray(column.times) ? times : undefined,
        readings
    };
}
function timesOf(times, lists) {
    if (typeof times === "number") return lists[times];
    return Array.isArray(times) && times.every((time)=>Number.isSafeInteger(time)) ? times : undefined;
}
function decodeColumn(column, columnHead, times) {
    const { name, words, holes = [] } = column;
    const { thing, base_at: base, kind, unit, scale } = columnHead;
    if (typeof name !== "string" || !isId(name)) return undefined;
    const toValue = cellReader({
        kind,
        scale,
        words
    });
    if (toValue === undefined) return undefined;
    const cells = kind === "text" ? column.indexes : column.values;
    if (!Array.isArray(cells) || cells.length !== times.length || cells.length > mostReadings) return undefined;
    if (!Array.isArray(holes) || holes.length > mostReadings) return undefined;
    const moments = [];
    let at = base;
    let previous = 0n;
    for (const [index, cell] of cells.entries()){
        at += times[index] ?? Number.NaN;
        const integer = readCell(cell);
        if (integer === undefined) return undefined;
        previous = kind === "number" ? previous + integer : integer;
        const value = toValue(previous);
        if (value === undefined) return undefined;
        moments.push({
            at,
            quality: "ok",
            value
        });
    }
    for (const hole of holes){
        const moment = Array.isArray(hole) ? decodeHole(hole, base, toValue) : undefined;
        if (moment === undefined) return undefined;
        moments.push(moment);
    }
    if (!moments.every((moment)=>isTime(moment.at))) return undefined;
    const head = {
        thing,
        name,
        unit: kind === "number" ? unit : undefined
    };
    return moments.sort((a, b)=>a.at - b.at).map((moment)=>({
            ...head,
            ...moment
        }));
}
function decodeHole(hole, base, toValue) {
    const [since, number, cell] = hole;
    const quality = typeof number === "number" ? qualities[number] : undefined;
    if (typeof since !== "number" || quality === undefined) return undefined;
    if (cell === undefined) return {
        at: base + since,
        quality,
        value: undefined
    };
    const integer = readCell(cell);
    const value = integer === undefined ? undefined : toValue(integer);
    return value === undefined ? undefined : {
        at: base + since,
        quality,
        value
    };
}
function isTime(at) {
    return Number.isSafeInteger(at) && at >= 0 && at <= latest;
}
function isRecord(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
