/** Where `wanted` stands in `bytes` at `from` or after; -1 where it does not. */
export function findBytes(bytes: Uint8Array, wanted: Uint8Array, from = 0): number {
  const [first = 0] = wanted;
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (at + wanted.length > bytes.length) return -1;
    if (beginsWith(bytes.subarray(at), wanted)) return at;
  }
  return -1;
}

/** Where it stands, or begins to stand at the end of the bytes; undefined where neither. Nothing stands at once. */
export function findBeginning(bytes: Uint8Array, wanted: Uint8Array): number | undefined {
  if (wanted.length === 0) return 0;
  const [first = 0] = wanted;
  for (let at = bytes.indexOf(first); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (beginsWith(bytes.subarray(at), wanted)) return at;
  }
  return undefined;
}

/** Whether bytes begin so, as far as they reach. */
export function beginsWith(bytes: Uint8Array, wanted: Uint8Array): boolean {
  const length = Math.min(bytes.length, wanted.length);
  for (let at = 0; at < length; at++) if (bytes[at] !== wanted[at]) return false;
  return true;
}
