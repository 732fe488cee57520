/** How far a value can be trusted. `ok` is the only one under which a condition can be met. */
export type Quality = "ok" | "stale" | "unavailable" | "out-of-range" | "fault";

/** In the order of their number in telemetry holes and in the reading log; never reordered. */
export const qualities: readonly Quality[] = ["ok", "stale", "unavailable", "out-of-range", "fault"];
