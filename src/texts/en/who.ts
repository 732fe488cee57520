/** Who may do what, and how sure it is who they are. */
export const who = {
  title: "Whom I listen to:",
  reader: "reads along",
  rights: { read: "read", write: "set", invoke: "do", admin: "administer" },
  onlyThings: (things: string) => `only ${things}`,
  over: "rights have ended",
  standing: {
    verified: "key verified",
    "first-use": "key of first use, not verified",
    "not-pinned": "key not known yet: not obeyed",
    "identity-changed": "another key than before: not obeyed",
  },
  more: (count: number) => `… and ${count} more.`,
};
