/** The known word nearest to what was typed, when it is near enough to be meant; swapped letters count once. */
export function suggestKey(typed: string, known: readonly string[]): string | undefined {
  if (typed.length > 64) return undefined;
  const farthest = Math.max(1, Math.floor(typed.length / 3));
  let nearest: { readonly word: string; readonly distance: number } | undefined;
  for (const word of known) {
    const distance = word.toLowerCase() === typed.toLowerCase() ? 0 : editDistance(typed, word);
    if (distance <= farthest && distance < (nearest?.distance ?? Number.POSITIVE_INFINITY))
      nearest = { word, distance };
  }
  return nearest?.word;
}

/** `; did you mean "from"?`, or which words there are, or nothing where there are many. */
export function didYouMean(typed: string, known: readonly string[]): string {
  const nearest = suggestKey(typed, known);
  if (nearest !== undefined) return `; did you mean "${nearest}"?`;
  if (known.length === 0 || known.length > 24) return "";
  return `; known here: ${known.join(", ")}`;
}

/** Edits between two words: insert, delete, replace, swap two neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    rows.push(current);
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let best = Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + (same ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        best = Math.min(best, at(row - 2, column - 2) + 1);
      }
      current.push(best);
    }
  }
  return at(a.length, b.length);
}
