import { crc32 } from "node:zlib";

/** Largest subscription identifier (MQTT 5, section 3.8.2.1.2); none is 0. */
const largestMark = 268_435_455;

/**
 * The subscription identifier of a topic filter. Made of the filter itself, since a kept session may hold messages under it that an
 * earlier run subscribed to; two filters with the same one do harm only where they fit the same topic.
 */
export function filterMark(filter: string): number {
  return (crc32(filter) % largestMark) + 1;
}
