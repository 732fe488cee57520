/** What is said without being asked. */
export const notices = {
  /** The two texts that ever go out in clear: built from nobody's data. */
  ownIdentity:
    "My identity at the homeserver was replaced, so I can send nothing more, and who answers in my place is not me. Somebody must look after me at the machine.",
  unsignedSession: "Verify this session to use me: until then I cannot answer it.",
};
