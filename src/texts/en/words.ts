/** What people type. Compared after folding; the first of a list is the one that answers show. */
export const words = {
  status: ["status"],
  help: ["help"],
  things: ["things"],
  who: ["who"],
  log: ["log"],
  mute: ["mute"],
  ack: ["ack", "seen"],
  stop: ["stop"],
  release: ["release"],
  pair: ["pair"],
  on: ["on", "true", "yes", "1"],
  off: ["off", "false", "no", "0"],
  /** May stand between a target and its value. */
  fillers: ["to", "is"],
  /** May stand between two names of one chart. */
  and: ["and"],
  /** Between a value and how long it holds. */
  for: ["for"],
  durations: [
    { ms: 1_000, names: ["s", "sec", "secs", "second", "seconds"] },
    { ms: 60_000, names: ["m", "min", "mins", "minute", "minutes"] },
    { ms: 3_600_000, names: ["h", "hour", "hours"] },
    { ms: 86_400_000, names: ["d", "day", "days"] },
  ],
};
