/** What is said without being asked. */
export const notices = {
  /** The one text that ever goes out in clear: built from nobody's data. */
  unsignedSession: "Verify this session to use me: until then I cannot answer it.",
};
