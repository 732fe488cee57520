/**
 * The index of a Megolm message in its session, from the base64 of its ciphertext; undefined when it is not one.
 * Format: version byte 0x03, then tag 0x08 and the index as a varint (Megolm specification, message format).
 */
export function messageIndex(ciphertext: string): number | undefined {
  const bytes = Buffer.from(ciphertext.slice(0, 16), "base64");
  if (bytes[0] !== 0x03 || bytes[1] !== 0x08) return undefined;
  let index = 0;
  for (let at = 2; at < 7; at++) {
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    index += (byte & 0x7f) * 2 ** (7 * (at - 2));
    if (byte < 0x80) return index <= 0xffff_ffff ? index : undefined;
  }
  return undefined;
}
