/** How the one end of a command is said. `name` is the full name of the target, `value` a value with its unit. */
export const outcomes = {
  isNow: (name: string, value: string) => `${name} is ${value}.`,
  taken: (name: string, value: string) => `${name} was set to ${value}. Nothing reads it back.`,
  /** Instead of a value alone. */
  lasting: (value: string, duration: string) => `${value} for ${duration}`,
  underWay: (name: string) => `${name}: under way. I say when it is over.`,
  ran: (name: string) => `${name}: done.`,
  stopped: "Everything is set safe. Nothing moves until it is released.",
  released: "Released: things may move again.",
  everything: "Everything",
  refused: (detail: string, remedy: string) => `Refused: ${detail} ${remedy}`,
  failed: (name: string, detail: string) => `${name}: not done. ${detail}`,
  unknown: (name: string, detail: string) =>
    `${name}: unknown whether it was done. ${detail} Look at it, then try again.`,
  notRead: (name: string, detail: string) => `${name}: ${detail}`,
  leftOut: (total: number, codes: string) =>
    total === 1 ? `1 more message was refused (${codes}).` : `${total} more messages were refused (${codes}).`,
};
