import { dirname, join } from "node:path/posix";
import { findImports } from "./find-imports.ts";
import type { Sources } from "./judge-imports.ts";

/** Each ring of files that import each other, types included, as `a → b → a`; once per ring. */
export function findCycles(sources: Sources): string[] {
  const targets = new Map([...sources].map(([file, source]) => [file, filesOf(file, source, sources)]));
  const done = new Set<string>();
  const rings: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    const begin = way.indexOf(file);
    if (begin >= 0) {
      rings.push([...way.slice(begin), file].join(" → "));
      return;
    }
    if (done.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...way, file]);
    done.add(file);
  };
  for (const file of sources.keys()) visit(file, []);
  return rings;
}

function filesOf(file: string, source: string, sources: Sources): string[] {
  const named = findImports(source).flatMap(({ module }) =>
    module?.startsWith(".") ? [join(dirname(file), module)] : [],
  );
  return [...new Set(named)].filter((target) => sources.has(target));
}
