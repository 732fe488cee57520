/** JSON Schema pattern of bytes as hexadecimal text: `FF 86` or `ff86`. */
export const hexPattern = "^[0-9A-Fa-f]{2}( ?[0-9A-Fa-f]{2})*$";

/** Bytes of such a text; undefined where it is none. */
export function hexBytes(text: string): Uint8Array | undefined {
  const digits = text.replaceAll(" ", "");
  if (!/^(?:[0-9A-Fa-f]{2})+$/.test(digits)) return undefined;
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) =>
    Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16),
  );
}
