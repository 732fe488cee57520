/**
 * What the gate, the limits and the outputs say of one command, in sentences of their own: English sentence → the same in this
 * language, `{}` standing for what changes, in the same order. Empty here, since they speak English.
 */
export const details: Readonly<Record<string, string>> = {};
