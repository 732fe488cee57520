import type { Log } from "../../core/log.ts";

/** One line when there is no room for all devices of a connection, one when there is again, none between. `full`: where it was told. */
export function tellRoom(connection: string, leftOut: number, full: Set<string>, log: Log): void {
  if (leftOut > 0 === full.has(connection)) return;
  if (leftOut > 0) {
    full.add(connection);
    log.warn("there is no room for all devices to adopt", { connection, left_out: leftOut });
  } else {
    full.delete(connection);
    log.info("there is room again for all devices to adopt", { connection });
  }
}
