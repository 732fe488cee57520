/**
 * At most so many UTF-16 units of a text, and `…` where there was more. Never half a character: an event that holds one can be
 * encrypted, but nobody can decrypt it.
 */
export function cutText(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most).replace(/[\ud800-\udbff]$/, "")}…` : text;
}
