const utf8 = new TextEncoder();

/** Largest integer whose zigzag form is still a safe one. */
const halfSafe = 2 ** 52;

/** Bytes that grow: whole numbers in as few of them as they need (LEB128, the lowest seven bits first). */
export class ByteWriter {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity);
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#length++] = value;
  }

  /** A safe integer from 0 up. */
  count(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.byte(rest);
  }

  /** A safe integer of either sign. */
  signed(value: number): void {
    if (value < halfSafe && value > -halfSafe) this.count(value >= 0 ? value * 2 : -value * 2 - 1);
    else this.#long(BigInt(value));
  }

  /** An integer of any size. */
  large(value: bigint): void {
    const near = Number(value);
    if (near < halfSafe && near > -halfSafe) this.signed(near);
    else this.#long(value);
  }

  text(value: string): void {
    this.bytes(utf8.encode(value));
  }

  /** Bytes with their number before them. */
  bytes(value: Uint8Array): void {
    this.count(value.length);
    if (this.#length + value.length > this.#bytes.length) this.#grow(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  /** All that was written there, with its number before it; there it begins anew. */
  part(other: ByteWriter): void {
    const length = other.#length;
    this.count(length);
    if (this.#length + length > this.#bytes.length) this.#grow(length);
    for (let place = 0; place < length; place++) this.#bytes[this.#length + place] = other.#bytes[place] ?? 0;
    this.#length += length;
    other.#length = 0;
  }

  /** All that was written, valid until more is; then it begins anew. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #long(value: bigint): void {
    let rest = value >= 0n ? value * 2n : -value * 2n - 1n;
    while (rest >= 0x80n) {
      this.byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.byte(Number(rest));
  }

  #grow(least: number): void {
    const bytes = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + least));
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
  }
}
