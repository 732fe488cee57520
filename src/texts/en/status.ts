/** How the agent says how it is. */
export const status = {
  running: (version: string, since: string) => `Roomwire ${version}, started ${since}.`,
  connectionDown: (names: string) => `Not connected: ${names}.`,
  clock: "The clock is not set: I ask back before anything moves.",
  stopped: (by: string, since: string) => `STOPPED by ${by}, ${since}: nothing moves until it is released.`,
  backlog: (readings: number, oldest: string) =>
    readings === 1
      ? `1 reading is still to be sent, from ${oldest}.`
      : `${readings} readings are still to be sent, the oldest from ${oldest}.`,
  holds: (duration: string) => `If nothing could be sent, there would be room for ${duration} more.`,
  holdsLong: "If nothing could be sent, there would be room for years.",
  dropped: (readings: number) =>
    `${readings} ${readings === 1 ? "reading was" : "readings were"} given up so far: no room, or a damaged disk.`,
  sends: (events: string, most: string) => `I send ${events} events a minute; at most ${most} are allowed.`,
  lastSent: (age: string) => `The homeserver took the last event ${age}.`,
  neverSent: "The homeserver has not taken an event since the start.",
  farewell: {
    delayed: "If I am cut off, the room says so within 3 minutes.",
    hourly: "If I am cut off, the room says so within 2 hours.",
  },
  more: (count: number) => `… and ${count} more: ask for a Thing by name.`,
  away: (age: string) => `It is not there, last seen ${age}.`,
  awayNeverSeen: "It is not there, and was not seen since I started.",
  panel: (time: string) => `As of ${time}:`,
  can: { read: "read", write: "set", invoke: "do" },
};
