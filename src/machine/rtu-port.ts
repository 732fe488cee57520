import { EventEmitter } from "node:events";

/** Bytes of an exception: unit, function, code, CRC. */
const exceptionSize = 5;
/** The longest frame there is (MODBUS over Serial Line V1.02, 2.5.1), and as much noise before it. */
const mostHeard = 512;

/**
 * What modbus-serial takes for its port where frames come as RTU: cuts the answer to the last question out of a stream of
 * bytes. What came before the question is forgotten; noise before the answer is passed over.
 */
export class RtuPort extends EventEmitter {
  isOpen = true;
  readonly #send: (bytes: Uint8Array) => void;
  #asked: { readonly unit: number; readonly code: number; readonly size: number } | undefined;
  #heard = Buffer.alloc(0);

  constructor(send: (bytes: Uint8Array) => void) {
    super();
    this.#send = send;
  }

  open(done: (error?: Error) => void): void {
    done();
  }

  close(done?: () => void): void {
    this.isOpen = false;
    done?.();
  }

  write(question: Buffer): void {
    const [unit = 0, code = 0] = question;
    this.#heard = Buffer.alloc(0);
    this.#asked = { unit, code, size: answerSize(code, question.readUInt16BE(4)) };
    this.#send(question);
  }

  take(chunk: Uint8Array): void {
    if (this.#asked === undefined) return;
    this.#heard = Buffer.concat([this.#heard, chunk]).subarray(-mostHeard);
    const answer = this.#find(this.#asked);
    if (answer === undefined) return;
    this.#asked = undefined;
    this.emit("data", answer);
  }

  /** Whatever comes now is no answer any more. How many bytes came since the question. */
  forget(): number {
    const bytes = this.#heard.length;
    this.#asked = undefined;
    this.#heard = Buffer.alloc(0);
    return bytes;
  }

  #find({ unit, code, size }: { unit: number; code: number; size: number }): Buffer | undefined {
    for (let at = 0; at < this.#heard.length - 1; at++) {
      if (this.#heard[at] !== unit) continue;
      const kind = this.#heard[at + 1];
      if (kind !== code && kind !== (code | 0x80)) continue;
      const end = at + (kind === code ? size : exceptionSize);
      return end <= this.#heard.length ? this.#heard.subarray(at, end) : undefined;
    }
    return undefined;
  }
}

/** Bytes of the answer to a question of that function code; `count`: what stands at its third word. */
function answerSize(code: number, count: number): number {
  if (code === 1 || code === 2) return 5 + Math.ceil(count / 8);
  if (code === 3 || code === 4) return 5 + 2 * count;
  return 8;
}
