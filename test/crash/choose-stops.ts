type Visits = ReadonlyMap<number, readonly number[]>;
type Place = { readonly point: number; readonly visit: number };

/**
 * Stops for one life, so that each point is stopped at least at one of its visits, and the life behind each of its
 * effects. Two stops with no effect between them leave the same world behind, so this stands for all visits.
 */
export function chooseStops(visits: Visits): readonly Place[] {
  const covered = new Set<number>();
  const rareFirst = [...visits].toSorted(([, a], [, b]) => a.length - b.length);
  const chosen = rareFirst.map(([point, effects]) => {
    const fresh = effects.findIndex((effect) => !covered.has(effect));
    const place = Math.max(fresh, 0);
    covered.add(effects[place] ?? 0);
    return { point, visit: place + 1 };
  });
  const rest = rareFirst.flatMap(([point, effects]) =>
    effects.flatMap((effect, place) => {
      if (covered.has(effect)) return [];
      covered.add(effect);
      return [{ point, visit: place + 1 }];
    }),
  );
  return [...chosen, ...rest];
}
