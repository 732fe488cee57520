import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import type { PlantedBug } from "./planted-bugs.ts";

const root = new URL("../../", import.meta.url);

/** From now on the files of this bug are loaded with it. To be called before anything of src/ is imported. */
export function plantBug({ file, edits }: PlantedBug): void {
  const { href } = new URL(file, root);
  const source = edits.reduce(
    (text, [from, to]) => {
      if (text.split(from).length !== 2) throw new Error(`${file} does not hold this once: ${from}`);
      return text.replace(from, () => to);
    },
    readFileSync(new URL(href), "utf8"),
  );
  registerHooks({
    load: (url, context, next) =>
      url === href ? { format: "module-typescript", source, shortCircuit: true } : next(url, context),
  });
}
