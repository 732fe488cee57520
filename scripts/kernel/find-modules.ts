import { basename } from "node:path";

/**
 * The files of these modules and of all that they need, in the order in which they can be loaded. `dependencies`: the text of
 * modules.dep, `a.ko: b.ko c.ko` a line. What is not in it is taken for part of the kernel itself.
 */
export function findModules(dependencies: string, wanted: readonly string[]): readonly string[] {
  const known = new Map<string, { readonly file: string; readonly needs: readonly string[] }>();
  for (const line of dependencies.split("\n")) {
    const [file = "", needs = ""] = line.split(":");
    if (file !== "") known.set(moduleName(file), { file, needs: needs.split(" ").filter((need) => need !== "") });
  }
  const found = new Set<string>();
  const add = (name: string): void => {
    const module = known.get(name);
    if (module === undefined || found.has(module.file)) return;
    for (const need of module.needs) add(moduleName(need));
    found.add(module.file);
  };
  for (const name of wanted) add(moduleName(name));
  return [...found];
}

/** The kernel takes - and _ for the same. */
const moduleName = (file: string): string =>
  basename(file)
    .replace(/\.ko(\.\w+)?$/, "")
    .replaceAll("-", "_");
