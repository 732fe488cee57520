/** Name of the fact under which the agent's own master key stands since its device was first signed under it. */
export const ownKeyFact = "own-master-key";
