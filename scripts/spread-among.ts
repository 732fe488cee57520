/** All of `many`, with those of `few` at even distances between them. */
export function spreadAmong<Item>(few: readonly Item[], many: readonly Item[]): Item[] {
  const placed = (items: readonly Item[]) => items.map((item, at) => ({ item, place: (at + 0.5) / items.length }));
  return [...placed(few), ...placed(many)].sort((a, b) => a.place - b.place).map(({ item }) => item);
}
