import { isBuiltin } from "node:module";
import { dirname, join } from "node:path/posix";
import { type FoundImport, findImports } from "./find-imports.ts";

/** Sources by their path from the checkout, with `/`. */
export type Sources = ReadonlyMap<string, string>;

const floorOf: Readonly<Record<string, number>> = {
  core: 0,
  checking: 0,
  texts: 0,
  config: 1,
  drivers: 2,
  readings: 2,
  outbox: 2,
  control: 2,
  talk: 2,
  discovery: 2,
  matrix: 3,
  machine: 3,
  store: 3,
  wiring: 4,
  cli: 4,
};

/** The few packages that floors 0 to 2 may use, and where. `typebox` is types only and leaves nothing at run time. */
const packagesBelow: Readonly<Record<string, RegExp>> = {
  ajv: /^src\/checking\/compile-check\.ts$/,
  re2js: /^src\/core\/pattern\.ts$/,
  yaml: /^src\/config\//,
};

export interface Packages {
  readonly dependencies: ReadonlySet<string>;
  readonly devDependencies: ReadonlySet<string>;
}

/** Every import that breaks a floor, as `file:line  what`. */
export function judgeImports(sources: Sources, packages: Packages): string[] {
  const complaints: string[] = [];
  for (const [file, source] of sources) {
    const place = placeOf(file);
    if (place === undefined) {
      complaints.push(`${file}  stands in no folder of the design`);
      continue;
    }
    for (const found of findImports(source)) {
      const wrong = judge(file, place, found, sources, packages);
      if (wrong !== undefined) complaints.push(`${file}:${found.line}  ${wrong}`);
    }
  }
  return complaints;
}

interface Place {
  readonly folder: string;
  readonly floor: number;
}

function placeOf(file: string): Place | undefined {
  const parts = file.split("/");
  const folder = parts.length === 2 ? "" : (parts[1] ?? "");
  if (parts[0] !== "src") return undefined;
  if (folder === "") return /^src\/(agent|main)\.ts$/.test(file) ? { folder, floor: 4 } : undefined;
  const floor = floorOf[folder];
  return floor === undefined ? undefined : { folder, floor };
}

function judge(
  file: string,
  from: Place,
  found: FoundImport,
  sources: Sources,
  packages: Packages,
): string | undefined {
  const { module } = found;
  if (module === undefined) return "loads a module whose name is computed";
  if (/^\.{0,2}\//.test(module)) return judgeFile(file, from, found, join(dirname(file), module), sources);
  if (/^[a-z]+:\/\/|^data:|^file:/.test(module)) return `loads ${module}, which is no module of ours`;
  if (isBuiltin(module)) return judgeBuiltin(from, module);
  return judgePackage(file, from, found, module, packages);
}

function judgeFile(
  file: string,
  from: Place,
  found: FoundImport,
  target: string,
  sources: Sources,
): string | undefined {
  if (target.startsWith("schemas/")) {
    if (from.floor === 3) return `floor 3 may not import ${target}`;
    return from.floor === 0 && !found.isType ? `floor 0 may import only types of ${target} (import type)` : undefined;
  }
  if (target.startsWith("scripts/synapse/") && file.startsWith("src/cli/demo/")) return undefined;
  const to = placeOf(target);
  if (to === undefined || !sources.has(target)) return `${found.module} is no file of src/`;
  if (from.folder === to.folder || from.floor === 4) return undefined;
  if (from.floor === 0 && to.floor === 0) return undefined;
  const lowest = from.floor === 3 ? 1 : from.floor;
  return to.floor < lowest
    ? undefined
    : `${from.folder}/ (floor ${from.floor}) may not import ${target} (floor ${to.floor})`;
}

function judgeBuiltin(from: Place, module: string): string | undefined {
  if (from.floor < 3) return `floor ${from.floor} may not import ${module}`;
  if (!module.startsWith("node:")) return `${module} must be written node:${module}`;
  if (module === "node:sqlite" && from.folder !== "store") return "only store/ may import node:sqlite";
  return undefined;
}

function judgePackage(
  file: string,
  from: Place,
  found: FoundImport,
  module: string,
  packages: Packages,
): string | undefined {
  const name = module.split("/", module.startsWith("@") ? 2 : 1).join("/");
  if (name === "typebox") return found.isType ? undefined : "typebox serves types only (import type)";
  if (packages.devDependencies.has(name)) {
    return file.startsWith("src/cli/demo/")
      ? undefined
      : `${name} is a dev dependency, absent where Roomwire is installed`;
  }
  if (!packages.dependencies.has(name)) return `${name} is not in package.json`;
  if (from.floor >= 3) return undefined;
  return packagesBelow[name]?.test(file) === true ? undefined : `floor ${from.floor} may not import ${name} here`;
}
