/**
 * The form in which names that people type are compared: NFKD without its marks (`ä` is `a`, `é` is `e`), lower case,
 * `ß` as `ss`, and spaces, `_` and `-` left out. Umlauts fold to their bare letter, never to two: `Kuche` finds
 * `Küche`, and `Kueche` is found by giving it as an alias. Idempotent.
 */
export function foldName(text: string): string {
  let folded = fold(text);
  for (let next = fold(folded); next !== folded; next = fold(folded)) folded = next;
  return folded;
}

/** Most names are ids: nothing of them folds, so they need none of what others do. */
const plain = /^[a-z0-9 _-]*$/;

function fold(text: string): string {
  if (plain.test(text)) return text.replace(/[ _-]+/g, "");
  return (
    text
      .normalize("NFKD")
      // By way of capitals, since several small letters share one.
      .toUpperCase()
      .toLowerCase()
      .replace(/\p{M}+/gu, "")
      .replaceAll("ß", "ss")
      .replaceAll("ς", "σ")
      .replace(/[\s_\p{Pd}\p{Cf}]+/gu, "")
  );
}
