/** What a station says instead of an answer (MODBUS Application Protocol V1.1b3, 7). */
const modbusExceptions: Readonly<Record<number, string>> = {
  1: "it does not know this function",
  2: "it has no such register",
  3: "it does not take this value or length",
  4: "it failed",
  5: "it took that and will need time",
  6: "it is busy",
  8: "its memory is damaged",
  10: "the gateway has no way to it",
  11: "it did not answer the gateway",
};

export function sayException(unit: number, code: number): string {
  return `unit ${unit} refuses: ${modbusExceptions[code] ?? "for a reason of its own"} (exception ${code})`;
}

/** The station is not there, says the gateway before it. */
export const isNotThere = (code: number): boolean => code === 10 || code === 11;

/** It would answer later. */
export const isBusy = (code: number): boolean => code === 5 || code === 6;

/** What it refused may have been done all the same: it failed on the way, goes on by itself, or answered the gateway too late. */
export const isUncertain = (code: number): boolean => code === 4 || code === 5 || code === 11;

/** Of several registers that were asked for at once, one may be the reason. */
export const isAboutRegisters = (code: number): boolean => code >= 1 && code <= 4;
