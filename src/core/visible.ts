/** A text of somebody else on one line: it must not move the cursor or colour the terminal. */
export function visible(text: string): string {
  return text.replace(/\n/g, " / ").replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "");
}
