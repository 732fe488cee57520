/** What people type. Compared after folding; the first of a list is the one that answers show. */
export const words = {
  status: ["status"],
  help: ["help"],
  things: ["things"],
  pair: ["pair"],
  on: ["on", "true", "yes", "1"],
  off: ["off", "false", "no", "0"],
  /** May stand between a target and its value. */
  fillers: ["to", "is"],
};
