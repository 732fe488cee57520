const newline = 0x0a;
const carriageReturn = 0x0d;

/** Told once per line. Text is UTF-8 with anything invalid replaced by U+FFFD. */
export interface LineTaker {
  line(text: string): void;
  /** A line grew past the limit; the rest of it up to its newline is passed over. */
  tooLong(): void;
}

export interface LineFrames {
  push(chunk: Uint8Array): void;
  /** Forgets what was begun, after a loss of the line. With `midLine`, passes over everything up to the next newline. */
  restart(midLine: boolean): void;
}

/** Cuts a byte stream into lines that end in LF or CR LF. Empty lines are nothing. Memory is bounded by `longest` bytes. */
export function lineFrames(longest: number, take: LineTaker): LineFrames {
  const held = new Uint8Array(longest);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let length = 0;
  let skipping = false;

  function hold(part: Uint8Array): void {
    if (skipping || part.length === 0) return;
    if (length + part.length > longest) {
      skipping = true;
      length = 0;
      take.tooLong();
      return;
    }
    held.set(part, length);
    length += part.length;
  }

  function end(): void {
    const wanted = !skipping;
    const size = length > 0 && held[length - 1] === carriageReturn ? length - 1 : length;
    skipping = false;
    length = 0;
    if (wanted && size > 0) take.line(decoder.decode(held.subarray(0, size)));
  }

  return {
    push(chunk) {
      let start = 0;
      for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, start)) {
        hold(chunk.subarray(start, at));
        end();
        start = at + 1;
      }
      hold(chunk.subarray(start));
    },
    restart(midLine) {
      skipping = midLine;
      length = 0;
    },
  };
}
