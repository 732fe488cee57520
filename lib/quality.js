// Made by `npm run schemas` from src/core/quality.ts; do not edit.
export const qualities = [
    "ok",
    "stale",
    "unavailable",
    "out-of-range",
    "fault"
];
