const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** So many times seven bits are surely a safe integer. */
const safeParts = 7;

/** Reads what a ByteWriter wrote. Throws a RangeError at the end of the bytes. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** How many bytes were read. */
  get at(): number {
    return this.#at;
  }

  byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) throw new RangeError("the bytes end too early");
    this.#at += 1;
    return value;
  }

  count(): number {
    return Number(this.#unsigned());
  }

  signed(): number {
    return Number(fromZigzag(this.#unsigned()));
  }

  /** A bigint only where it is no safe integer. */
  large(): number | bigint {
    return fromZigzag(this.#unsigned());
  }

  text(): string {
    return utf8.decode(this.bytes());
  }

  /** Reads how many bytes come next, and returns how many will have been read after them. */
  part(): number {
    const end = this.count() + this.#at;
    if (end > this.#bytes.length) throw new RangeError("the bytes end too early");
    return end;
  }

  skipTo(end: number): void {
    this.#at = end;
  }

  bytes(): Uint8Array {
    const end = this.part();
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }

  #unsigned(): number | bigint {
    let value = 0;
    let factor = 1;
    for (let part = 0; part < safeParts; part++) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
    return this.#longUnsigned(BigInt(value), BigInt(factor));
  }

  #longUnsigned(begun: bigint, factor: bigint): bigint {
    let value = begun;
    for (let weight = factor; ; weight *= 0x80n) {
      const byte = this.byte();
      value += BigInt(byte & 0x7f) * weight;
      if (byte < 0x80) return value;
    }
  }
}

function fromZigzag(raw: number | bigint): number | bigint {
  if (typeof raw === "number") return raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2;
  return raw % 2n === 0n ? raw / 2n : -(raw + 1n) / 2n;
}
