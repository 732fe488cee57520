// Made by `npm run schemas` from src/core/decode-telemetry.ts; do not edit.
import { formatDecimal } from "./decimal.js";
import { decodeColumns } from "./decode-columns.js";
import { decodeLatest } from "./latest-rows.js";
import { telemetryPlace } from "./telemetry-place.js";
import { isDecimal } from "./value.js";
export function decodeTelemetry(content) {
    if (typeof content !== "object" || content === null) return wrong("The content is no object.");
    const { v, clock, times, ...rest } = content;
    if (v !== 1) return wrong("It is not of version 1.");
    const place = telemetryPlace(rest);
    if (place === undefined) return wrong("Its numbers are wrong.");
    const columns = decodeColumns(content);
    if (!columns.ok) return wrong(columns.problem);
    return {
        ok: true,
        ...place,
        clock: clock === "trusted" ? "trusted" : "untrusted",
        times: times === "repaired" || times === "guessed" ? times : undefined,
        readings: columns.readings.map(plainReading),
        latest: decodeLatest(content).map(plainReading)
    };
}
function plainReading({ value, ...reading }) {
    if (value === undefined) return {
        ...reading,
        type: undefined,
        value
    };
    if (isDecimal(value)) return {
        ...reading,
        type: "number",
        value: formatDecimal(value)
    };
    return {
        ...reading,
        type: typeof value === "boolean" ? "boolean" : "string",
        value
    };
}
function wrong(problem) {
    return {
        ok: false,
        problem
    };
}
