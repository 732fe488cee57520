/** What people are called for, and how they say that they have seen it. `text` says what is the matter, times are as `showTime` says them. */
export const alerts = {
  /** What a condition asks, where the configuration has no words for it. `name` is the full name of a property. */
  conditions: {
    is: (name: string, value: string) => `${name} is ${value}`,
    above: (name: string, limit: string) => `${name} is above ${limit}`,
    below: (name: string, limit: string) => `${name} is below ${limit}`,
    outside: (name: string, low: string, high: string) => `${name} is not between ${low} and ${high}`,
    stale: (name: string, duration: string) => `${name} has told nothing for ${duration}`,
    changes: (name: string, value: string) => `${name} is ${value} now`,
  },
  withValue: (text: string, value: string) => `${text} (${value})`,
  /** In a room that is not encrypted, of what is private. */
  hidden: (thing: string) => `${thing} wants to be looked at`,
  identityChanged: (user: string) =>
    `${user} has a new identity, so I obey them no more (ask them: if they did that, pin the new key at the machine; if not, somebody pretends to be them)`,
  halfFull: (readings: number) =>
    `Half of the room for readings that wait is full (${readings} ${readings === 1 ? "is" : "are"} still to be sent; when all of it is full, the oldest are given up)`,
  dropping: (readings: number) =>
    `${readings === 1 ? "1 reading had to be given up before it was" : `${readings} readings had to be given up before they were`} sent (more may follow)`,
  linkLost: (duration: string) => `I had no link to the homeserver for ${duration}, so nobody could be called`,
  refused: (codes: string) => `Messages were refused, see !log: somebody tries what they may not (${codes})`,
  several: (count: number) => `${count} alerts:`,
  raised: (text: string, since: string) => `${text}, since ${since}.`,
  happened: (text: string, at: string) => `${text}, ${at}.`,
  still: (text: string, since: string) => `Still: ${text}, since ${since}.`,
  over: (text: string, from: string, to: string) => `Over: ${text}, ${from} to ${to}.`,
  past: (text: string, from: string, to: string) => `It was so: ${text}, ${from} to ${to}.`,
  more: (count: number) => `… and ${count} more: !status tells ${count === 1 ? "it" : "them"}.`,
  how: "!ack ends the repeating, !mute 2h the ringing.",
  /** In `!status`. */
  stands: (text: string, since: string) => `ALERT: ${text}, ${since}.`,
  seen: (text: string, since: string, by: string) => `Alert, seen by ${by}: ${text}, ${since}.`,
  muted: (name: string, until: string) => `${name}: does not ring until ${until}.`,
  everything: "Everything",
  /** Answers to `!ack` and `!mute`. */
  acknowledged: "It is not repeated any more; I tell when it is over.",
  nothingToAck: "There is no alert that you could acknowledge.",
  isMuted: (name: string, until: string) => `${name} does not ring until ${until}. !mute off ends that.`,
  rings: (name: string) => `${name} rings again.`,
  takesThing: "!ack takes a Thing, or nothing.",
  takesTime: "!mute takes a time of up to 7 days, or off; before it perhaps a Thing.",
  toMute: (name: string) => `to keep ${name} from ringing`,
};
