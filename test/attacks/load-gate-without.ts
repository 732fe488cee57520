import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { obeyCommands } from "../../src/control/obey-commands.ts";
import type { GateRule } from "./find-rules.ts";

const folder = pathToFileURL(join(import.meta.dirname, "../../src/control/")).href;
const rules: GateRule[] = [];

/** Modules that a broken gate imports from src/control are loaded once more, in a world of their own, with one file changed. */
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    const without = context.parentURL?.startsWith(folder) && new URL(context.parentURL).searchParams.get("without");
    if (!without || !found.url.startsWith(folder)) return found;
    return { ...found, url: `${found.url}?without=${without}` };
  },
  load(url, context, next) {
    const without = url.startsWith(folder) ? new URL(url).searchParams.get("without") : null;
    const rule = without === null ? undefined : rules[Number(without)];
    if (rule === undefined || !url.startsWith(`${folder}${rule.file}?`)) return next(url, context);
    return { format: "module-typescript", source: rule.without, shortCircuit: true };
  },
});

/** The real gate with one rule switched off. Nothing in src/ knows that this is possible. */
export async function loadGateWithout(rule: GateRule): Promise<typeof obeyCommands> {
  const number = rules.push(rule) - 1;
  const gate = (await import(`${folder}obey-commands.ts?without=${number}`)) as { obeyCommands: typeof obeyCommands };
  return gate.obeyCommands;
}
