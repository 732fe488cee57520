import type { FrameShape } from "./frame-shape.ts";

/** A frame that came whole. */
export interface Frame {
  readonly bytes: Uint8Array;
  /** Without its marks; UTF-8 with anything invalid replaced by U+FFFD. */
  readonly text: string;
}

/** Told within the call that brought the bytes. */
export interface FrameTaker {
  frame(frame: Frame): void;
  /** Bytes that are no good frame: told once for each stretch of them. */
  fault(fault: "bad-checksum" | "too-long", detail: string): void;
}

export interface FrameScanner {
  push(chunk: Uint8Array): void;
  /** The line was silent long enough for a frame to begin now. */
  silence(): void;
  /** Forgets what was begun. With `midFrame` what comes next may be the rest of a frame, which is never taken for one. */
  restart(midFrame: boolean): void;
}

/** Beginnings that are tried within one damaged frame. Whatever the bytes, each costs at most so many looks and one. */
const mostTries = 16;
/** Bytes in which no frame begins that are normal, as after the opening of a port. */
const noise = 1024;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Cuts a stream of bytes into frames of at most `longest` bytes. Empty ones are nothing. Memory is bounded by `longest`. */
export function scanFrames(shape: FrameShape, longest: number, take: FrameTaker): FrameScanner {
  return new Scanner(shape, longest, take);
}

class Scanner implements FrameScanner {
  readonly #shape: FrameShape;
  readonly #longest: number;
  readonly #take: FrameTaker;
  readonly #held: Uint8Array;
  readonly #most: number;
  #head = 0;
  #tail = 0;
  /** Bytes behind the head that were looked at in vain. */
  #seen = 0;
  /** What is held begins in the middle of something. */
  #isLost = false;
  /** Bytes passed over since the last frame. */
  #passed = 0;
  #isTooLongTold = false;
  /** Bytes behind the head that damaged frames reached over, and how many such frames began before it. */
  #spoiled = 0;
  #tries = 0;

  constructor(shape: FrameShape, longest: number, take: FrameTaker) {
    this.#shape = shape;
    this.#longest = longest;
    this.#take = take;
    this.#most = Math.max(longest + shape.uncounted, shape.kept + 1);
    this.#held = new Uint8Array(2 * this.#most);
  }

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + this.#most - (this.#tail - this.#head));
      this.#append(part);
      at += part.length;
      this.#scan();
    }
  }

  silence(): void {
    if (!this.#shape.isProven) this.restart(false);
  }

  restart(midFrame: boolean): void {
    this.#drop(this.#tail - this.#head);
    this.#isLost = midFrame;
    this.#passed = 0;
    this.#isTooLongTold = false;
  }

  #append(part: Uint8Array): void {
    if (this.#tail + part.length > this.#held.length) {
      this.#held.copyWithin(0, this.#head, this.#tail);
      this.#tail -= this.#head;
      this.#head = 0;
    }
    this.#held.set(part, this.#tail);
    this.#tail += part.length;
  }

  #scan(): void {
    while (this.#tail > this.#head) {
      if (this.#isLost && !this.#resume()) return;
      const bytes = this.#held.subarray(this.#head, this.#tail);
      const look = this.#shape.look(bytes, this.#seen);
      switch (look.kind) {
        case "more":
          this.#seen = bytes.length;
          if (bytes.length < this.#most) return;
          this.#spoil(bytes.length, () => this.#tooLong());
          break;
        case "none":
          this.#pass(1);
          this.#isLost = true;
          break;
        case "broken":
          this.#spoil(look.length, () => this.#take.fault(look.fault, look.detail()));
          break;
        case "frame":
          this.#found(bytes.slice(0, look.length), look.from, look.to);
      }
    }
  }

  #found(bytes: Uint8Array, from: number, to: number): void {
    this.#drop(bytes.length);
    this.#passed = 0;
    this.#isTooLongTold = false;
    if (from >= to) return;
    let text: string | undefined;
    this.#take.frame({
      bytes,
      get text() {
        text ??= decoder.decode(bytes.subarray(from, to));
        return text;
      },
    });
  }

  /** The first `length` bytes are no frame; one may begin within them. Tells last: who is told may restart. */
  #spoil(length: number, tell: () => void): void {
    const isNews = this.#spoiled === 0;
    this.#spoiled = Math.max(this.#spoiled, length);
    this.#tries += 1;
    this.#isLost = true;
    this.#pass(this.#tries > mostTries ? Math.min(this.#spoiled, this.#tail - this.#head) : 1);
    if (isNews) tell();
  }

  /** Whether a frame may begin in what is held; passes over what stands before. */
  #resume(): boolean {
    const bytes = this.#held.subarray(this.#head, this.#tail);
    // Without a mark at its end or a checksum, only silence tells a beginning from the middle.
    const at = this.#shape.isProven ? this.#shape.resume(bytes) : undefined;
    this.#pass(at ?? Math.max(0, bytes.length - (this.#shape.isProven ? this.#shape.kept : 0)));
    if (at === undefined) return false;
    this.#isLost = false;
    if (this.#shape.limit === "max_line") {
      this.#passed = 0;
      this.#isTooLongTold = false;
    }
    return this.#tail > this.#head;
  }

  #pass(length: number): void {
    this.#drop(length);
    this.#passed += length;
    if (this.#passed > Math.max(this.#longest, noise)) this.#tooLong();
  }

  #tooLong(): void {
    if (this.#isTooLongTold) return;
    this.#isTooLongTold = true;
    const { limit } = this.#shape;
    const bytes = Math.max(this.#longest, this.#passed);
    this.#take.fault("too-long", `more than ${bytes} bytes without ${whole[limit]} (\`${limit}\`)`);
  }

  #drop(length: number): void {
    this.#head += length;
    this.#seen = 0;
    this.#spoiled = Math.max(0, this.#spoiled - length);
    if (this.#spoiled === 0) this.#tries = 0;
  }
}

const whole = { max_line: "the end of a line", max_frame: "a whole frame" } as const;
