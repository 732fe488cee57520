import { registerHooks, stripTypeScriptTypes } from "node:module";
import { type CrashPoint, insertCrashPoints } from "./insert-crash-points.ts";

/** A crash point and where it stands: `src/control/carry-out.ts:43`. */
export interface PlacedPoint extends CrashPoint {
  readonly place: string;
}

declare global {
  var __crashPoint: (<Value>(id: number, value?: Value) => Value | undefined) | undefined;
}

/**
 * From now on every source of these folders that is loaded gets its crash points; `reach` is called at each of them and
 * may throw. Returns the points of what was loaded so far. To be called before anything of src/ is imported.
 */
export function hookCrashPoints(folders: readonly string[], reach: (id: number) => void): readonly PlacedPoint[] {
  const points: PlacedPoint[] = [];
  const root = new URL("../../", import.meta.url).href;
  globalThis.__crashPoint = (id, value) => {
    reach(id);
    return value;
  };
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const path = url.startsWith(root) ? url.slice(root.length) : "";
      if (!folders.some((folder) => path.startsWith(folder)) || loaded.source == null) return loaded;
      const text = typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source);
      const inserted = insertCrashPoints(stripTypeScriptTypes(text), points.length);
      points.push(...inserted.points.map((point) => ({ ...point, place: `${path}:${point.line}` })));
      return { ...loaded, format: "module", source: inserted.source };
    },
  });
  return points;
}
