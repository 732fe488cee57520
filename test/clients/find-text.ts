/** A word that was read from a picture, and where it stands; px from the upper left corner. */
export interface Word {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The words in the table that tesseract(1) writes, of a picture that was enlarged so many times. */
export function readWords(table: string, enlarged: number): readonly Word[] {
  return table.split("\n").flatMap((line) => {
    const cells = line.split("\t");
    const [left = 0, top = 0, width = 0, height = 0] = cells.slice(6, 10).map((cell) => Number(cell) / enlarged);
    const text = cells[11]?.trim() ?? "";
    return text === "" || cells[0] !== "5" ? [] : [{ text, left, top, width, height }];
  });
}

/** The middle of the lowest place where these words stand in one line, whatever their case and the signs around them. */
export function findText(words: readonly Word[], text: string): Place | undefined {
  const wanted = text.split(" ").map(plain);
  const found = words.flatMap((_first, at) => {
    const run = words.slice(at, at + wanted.length);
    const fits = run.length === wanted.length && run.every((word, turn) => plain(word.text) === wanted[turn]);
    const [first, last] = [run[0], run.at(-1)];
    if (!fits || first === undefined || last === undefined || Math.abs(first.top - last.top) > first.height) return [];
    return [{ x: (first.left + last.left + last.width) / 2, y: first.top + first.height / 2 }];
  });
  return found.sort((one, other) => other.y - one.y)[0];
}

const plain = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
