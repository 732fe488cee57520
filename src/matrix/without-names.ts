/** Bytes before the first section: the magic number and the version. */
const headerSize = 8;
/** What this kind of section holds has no meaning for what the module does. */
const custom = 0;

/**
 * A WebAssembly module without its custom sections (WebAssembly Core Specification 3.0, 5.5.3), of which only the names of its
 * functions are large. Functions keep their numbers. `module` is one that an engine would take.
 */
export function withoutNames(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const kept = [module.subarray(0, headerSize)];
  for (let at = headerSize; at < module.length; ) {
    const { size, next } = sectionSize(module, at + 1);
    const end = next + size;
    if (module[at] !== custom) kept.push(module.subarray(at, end));
    at = end;
  }
  return joined(kept);
}

/** An unsigned LEB128 number of up to 32 bits (5.2.2), and where what follows it begins. */
function sectionSize(module: Uint8Array, start: number): { readonly size: number; readonly next: number } {
  let size = 0;
  let at = start;
  for (let shift = 0; ; shift += 7) {
    const byte = module[at++];
    if (byte === undefined) throw new RangeError("a WebAssembly module ends within the size of a section");
    size += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { size, next: at };
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
