/** What is said without being asked. */
export const notices = {
  /** All words that ever go out in clear: built from nobody's data. */
  ownIdentity:
    "My identity at the homeserver was replaced, so I can send nothing more, and who answers in my place is not me. Somebody must look after me at the machine.",
  unsignedSession: "Verify this session to use me: until then I cannot answer it.",
  /** What clients offer; the keys are those of core/bot-commands. */
  commands: {
    status: { does: "How the agent is, and all values", parameters: {} },
    things: { does: "The Things and what they can do", parameters: {} },
    read: {
      does: "One value or all of a Thing; with a time, a chart",
      parameters: { what: "Thing or property", back: "How far back, such as 24h" },
    },
    set: {
      does: "Sets something",
      parameters: { what: "What to set", to: "To what, such as on or 21.5", time: "For how long, such as 10m" },
    },
    stop: { does: "Sets everything safe at once, until it is released", parameters: {} },
    who: { does: "Who may do what", parameters: {} },
    log: { does: "What was done lately", parameters: { about: "Thing, or a time such as 24h" } },
    ack: { does: "Says that you have seen what rang", parameters: { thing: "Of which Thing alone" } },
    mute: {
      does: "Keeps alerts from ringing",
      parameters: { thing: "Of which Thing alone", time: "For how long, such as 2h; off ends it" },
    },
    help: { does: "What can be typed", parameters: {} },
  },
};
