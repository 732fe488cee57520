// Made by `npm run schemas` from src/core/telemetry-place.ts; do not edit.
export function telemetryPlace(content) {
    const place = numbersOf(content);
    return place && {
        ...place,
        after: numbersOf(content.after)
    };
}
function numbersOf(content) {
    if (typeof content !== "object" || content === null) return undefined;
    const { epoch, seq } = content;
    return isCount(epoch) && isCount(seq) ? {
        epoch,
        seq
    } : undefined;
}
function isCount(value) {
    return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}
