/** How the agent says how it is. */
export const status = {
  running: (version: string, since: string) => `Roomwire ${version}, started ${since}.`,
  connectionDown: (names: string) => `Not connected: ${names}.`,
  clock: "The clock is not set: I ask back before anything moves.",
  stopped: (by: string, since: string) => `STOPPED by ${by}, ${since}: nothing moves until it is released.`,
  backlog: (readings: number, oldest: string) =>
    `${readings} readings are still to be sent, the oldest from ${oldest}.`,
  more: (count: number) => `… and ${count} more: ask for a Thing by name.`,
  can: { read: "read", write: "set", invoke: "do" },
};
