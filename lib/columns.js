// Made by `npm run schemas` from src/core/columns.ts; do not edit.
import { cellReader, readCell, toCell, toInteger } from "./cell.js";
import { headAfter, readHead, sayHead } from "./column-heads.js";
import { isId, splitPath } from "./ids.js";
import { qualities } from "./quality.js";
import { seriesRuns } from "./series-runs.js";
const mostReadings = 40_000;
const latest = 8_640_000_000_000_000;
export function encodeColumns(entries) {
    const known = new Map();
    let before = {};
    return seriesRuns(entries).map((run, place)=>{
        const { head, name, rest } = encodeRun(run, place, known, before.base_at);
        const said = sayHead(head, before);
        before = headAfter(head, before);
        return {
            ...said,
            name,
            ...rest
        };
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
    let before = {};
    for (const [place, column] of columns.entries()){
        const head = isRecord(column) ? readHead(column, before) : undefined;
        const times = isRecord(column) ? timesOf(column.times, lists) : undefined;
        const decoded = head && times && isRecord(column) ? decodeColumn(column, head, times) : undefined;
        if (head === undefined || decoded === undefined) return {
            ok: false,
            problem: `Column ${place} cannot be read.`
        };
        if (readings.length + decoded.length > mostReadings) return {
            ok: false,
            problem: "The event holds too much."
        };
        for (const reading of decoded)readings.push(reading);
        lists.push(Array.isArray(column.times) ? times : undefined);
        before = head;
    }
    return {
        ok: true,
        readings
    };
}
function encodeRun(run, place, known, baseBefore) {
    const [{ path, type, unit, scale, at: begin }] = run;
    const { thing, name } = splitPath(path);
    const words = new Map();
    const integers = [];
    const moments = [];
    const holes = [];
    for (const { at, quality, value } of run){
        const integer = value === undefined ? undefined : toInteger(value, scale, words);
        if (quality === "ok" && integer !== undefined) {
            integers.push(integer);
            moments.push(at);
        } else {
            const since = [
                at,
                qualities.indexOf(quality)
            ];
            holes.push(integer === undefined ? [
                ...since
            ] : [
                ...since,
                toCell(integer)
            ]);
        }
    }
    const { base_at, times } = relativeTimes(moments, begin, place, known, baseBefore);
    for (const hole of holes)hole[0] -= base_at;
    const tail = {
        times,
        ...holes.length > 0 && {
            holes
        }
    };
    switch(type){
        case "boolean":
            return {
                head: {
                    thing,
                    base_at,
                    kind: "boolean"
                },
                name,
                rest: {
                    ...tail,
                    values: integers.map(Number)
                }
            };
        case "string":
            return {
                head: {
                    thing,
                    base_at,
                    kind: "text"
                },
                name,
                rest: {
                    words: [
                        ...words.keys()
                    ],
                    ...tail,
                    indexes: integers.map(Number)
                }
            };
        case "integer":
        case "number":
            {
                const values = integers.map((integer, index)=>toCell(integer - (integers[index - 1] ?? 0n)));
                return {
                    head: {
                        thing,
                        base_at,
                        kind: "number",
                        unit,
                        scale
                    },
                    name,
                    rest: {
                        ...tail,
                        values
                    }
                };
            }
    }
}
function relativeTimes(moments, begin, place, known, baseBefore = begin) {
    const [first = begin, ...others] = moments;
    const steps = others.map((at, index)=>at - (moments[index] ?? at));
    const owner = steps.length > 0 ? known.get(steps.join()) : undefined;
    if (owner !== undefined) return {
        base_at: first - owner.first,
        times: owner.place
    };
    if (moments.length === 0) return {
        base_at: baseBefore,
        times: []
    };
    known.set(steps.join(), {
        place,
        first: first - baseBefore
    });
    return {
        base_at: baseBefore,
        times: [
            first - baseBefore,
            ...steps
        ]
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
