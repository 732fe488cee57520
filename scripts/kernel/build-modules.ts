import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { DebianKernel } from "./debian-packages.ts";
import { builtSources, keepingLabel } from "./kernel-parts.ts";
import { runTool } from "./run-tool.ts";

/** Builds gpio-sim and irq_sim in `folder` from unpacked packages (`tree`): Debian's kernel leaves them out. */
export function buildModules(tree: string, { release, series }: DebianKernel, folder: string): void {
  const archive = join(tree, `usr/src/linux-source-${series}.tar.xz`);
  const wanted = builtSources.map((file) => `linux-source-${series}/${file}`);
  runTool("tar", ["-xJf", archive, "--strip-components=1", "-C", folder, ...wanted], folder);
  for (const file of builtSources) renameSync(join(folder, file), join(folder, basename(file)));
  edit(join(folder, "irq_sim.c"), [
    // irq_to_desc is no symbol for modules; this does the same by the number.
    [/handle_simple_irq\(irq_to_desc\(irqnum\)\)/, "generic_handle_irq(irqnum)"],
    [/#include <linux\/irq.h>/, "#include <linux/module.h>\n$&"],
    [/\s*$/, '\nMODULE_LICENSE("GPL");\n'],
  ]);
  edit(join(folder, "gpio-sim.c"), [
    [
      /(static void gpio_sim_free\([^{]*\{[^;]*;)/,
      `$1\n\n\tif (strstarts(gc->label, "${keepingLabel}"))\n\t\treturn;\n`,
    ],
  ]);
  writeFileSync(join(folder, "Makefile"), "obj-m += gpio-sim.o irq_sim.o\n");
  const headers = join(tree, `usr/src/linux-headers-${release}`);
  edit(join(headers, "Makefile"), [[/^include \/usr\/src/m, `include ${join(tree, "usr/src")}`]]);
  runTool("make", ["-s", "-C", headers, `M=${folder}`, "modules"], folder);
}

function edit(file: string, changes: readonly (readonly [RegExp, string])[]): void {
  let text = readFileSync(file, "utf8");
  for (const [what, by] of changes) {
    if (!what.test(text)) throw new Error(`${basename(file)} of this kernel has no ${what}`);
    text = text.replace(what, by);
  }
  writeFileSync(file, text);
}
