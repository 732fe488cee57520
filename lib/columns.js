// Made by `npm run schemas` from src/core/columns.ts; do not edit.
import { cellReader, readCell, toCell, toInteger } from "./cell.js";
import { isId, splitPath } from "./ids.js";
import { qualities } from "./quality.js";
const mostReadings = 40_000;
const latest = 8_640_000_000_000_000;
export function encodeColumns(entries) {
    const known = new Map();
    const runs = bySeries(entries).flatMap(splitWhereTimeGoesBack);
    return runs.flatMap((rows, place)=>{
        const [first] = rows;
        return first === undefined ? [] : [
            encodeColumn(first, rows, place, known)
        ];
    });
}
export function decodeColumns(content) {
    const columns = isRecord(content) ? content.columns : undefined;
    if (!Array.isArray(columns)) return {
        ok: false,
        problem: "The event has no list of columns."
    };
    const lists = [];
    const readings = [];
    for (const [place, column] of columns.entries()){
        const times = isRecord(column) ? timesOf(column.times, lists) : undefined;
        const decoded = isRecord(column) && times !== undefined ? decodeColumn(column, times) : undefined;
        if (decoded === undefined) return {
            ok: false,
            problem: `Column ${place} cannot be read.`
        };
        if (readings.length + decoded.length > mostReadings) return {
            ok: false,
            problem: "The event holds too much."
        };
        for (const reading of decoded)readings.push(reading);
        lists.push(Array.isArray(column.times) ? times : undefined);
    }
    return {
        ok: true,
        readings
    };
}
function splitWhereTimeGoesBack(rows) {
    const begins = [
        0
    ];
    let before = rows[0]?.at ?? 0;
    for (const [place, { at }] of rows.entries()){
        if (at < before) begins.push(place);
        before = at;
    }
    return begins.length === 1 ? [
        rows
    ] : begins.map((begin, run)=>rows.slice(begin, begins[run + 1]));
}
function bySeries(entries) {
    const all = [];
    const byPath = new Map();
    for (const entry of entries){
        const alike = byPath.get(entry.path) ?? [];
        const rows = alike.find(([first])=>first !== undefined && isOfOneSeries(first, entry));
        if (rows !== undefined) rows.push(entry);
        else {
            const begun = [
                entry
            ];
            all.push(begun);
            byPath.set(entry.path, [
                ...alike,
                begun
            ]);
        }
    }
    return all;
}
function isOfOneSeries(one, other) {
    return one.path === other.path && one.type === other.type && one.unit === other.unit && one.scale === other.scale;
}
function encodeColumn(first, rows, place, known) {
    const { thing, name } = splitPath(first.path);
    const words = new Map();
    const integers = [];
    const times = [];
    const holes = [];
    let previous = first.at;
    for (const { at, quality, value } of rows){
        const integer = value === undefined ? undefined : toInteger(value, first.scale, words);
        if (quality === "ok" && integer !== undefined) {
            integers.push(integer);
            times.push(at - previous);
            previous = at;
        } else {
            const hole = [
                at - first.at,
                qualities.indexOf(quality)
            ];
            holes.push(integer === undefined ? hole : [
                ...hole,
                toCell(integer)
            ]);
        }
    }
    const head = {
        thing,
        name,
        base_at: first.at
    };
    const tail = {
        times: shareTimes(times, place, known),
        ...holes.length > 0 ? {
            holes
        } : {}
    };
    switch(first.type){
        case "boolean":
            return {
                ...head,
                kind: "boolean",
                ...tail,
                values: integers.map((integer)=>integer === 1n ? 1 : 0)
            };
        case "string":
            return {
                ...head,
                kind: "text",
                words: [
                    ...words.keys()
                ],
                ...tail,
                indexes: integers.map(Number)
            };
        case "integer":
        case "number":
            {
                const unit = first.unit === undefined ? {} : {
                    unit: first.unit
                };
                const values = integers.map((integer, index)=>toCell(integer - (integers[index - 1] ?? 0n)));
                return {
                    ...head,
                    kind: "number",
                    ...unit,
                    scale: first.scale,
                    ...tail,
                    values
                };
            }
    }
}
function shareTimes(times, place, known) {
    const key = times.join();
    const owner = known.get(key);
    if (owner !== undefined && times.length > 1) return owner;
    known.set(key, place);
    return times;
}
function timesOf(times, lists) {
    if (typeof times === "number") return lists[times];
    return Array.isArray(times) && times.every((time)=>Number.isSafeInteger(time)) ? times : undefined;
}
function decodeColumn(column, times) {
    const { thing, name, base_at: base, unit, holes = [] } = column;
    if (typeof thing !== "string" || typeof name !== "string" || !isId(thing) || !isId(name)) return undefined;
    const toValue = cellReader(column);
    if (toValue === undefined || typeof base !== "number") return undefined;
    const cells = column.kind === "text" ? column.indexes : column.values;
    if (!Array.isArray(cells) || cells.length !== times.length || cells.length > mostReadings) return undefined;
    if (!Array.isArray(holes) || holes.length > mostReadings) return undefined;
    const moments = [];
    let at = base;
    let previous = 0n;
    for (const [index, cell] of cells.entries()){
        at += times[index] ?? Number.NaN;
        const integer = readCell(cell);
        if (integer === undefined) return undefined;
        previous = column.kind === "number" ? previous + integer : integer;
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
        unit: typeof unit === "string" && unit.length <= 64 ? unit : undefined
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
