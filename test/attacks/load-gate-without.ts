import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { GateRule } from "./find-rules.ts";
import type { GateUnderTest } from "./gate-under-test.ts";

const folder = pathToFileURL(join(import.meta.dirname, "../../src/")).href;
/** Besides all of src/control, in src/. */
const others = [
  "wiring/outputs.ts",
  "wiring/presence.ts",
  "matrix/cut-sync.ts",
  "matrix/open-event.ts",
  "matrix/sender-trust.ts",
  "matrix/message-index.ts",
];
const isOfGate = (url: string): boolean => ["control/", ...others].some((start) => url.startsWith(`${folder}${start}`));
const rules: GateRule[] = [];

/** What a broken gate imports of itself is loaded once more, in a world of its own, with one file changed. */
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    const { parentURL } = context;
    const without = parentURL !== undefined && isOfGate(parentURL) && new URL(parentURL).searchParams.get("without");
    return without && isOfGate(found.url) ? { ...found, url: `${found.url}?without=${without}` } : found;
  },
  load(url, context, next) {
    const without = isOfGate(url) ? new URL(url).searchParams.get("without") : null;
    const rule = without === null ? undefined : rules[Number(without)];
    if (rule === undefined || !url.startsWith(`${folder}${rule.file}?`)) return next(url, context);
    return { format: "module-typescript", source: rule.without, shortCircuit: true };
  },
});

/** The real gate with one rule switched off. Nothing in src/ knows that this is possible. */
export async function loadGateWithout(rule: GateRule): Promise<GateUnderTest> {
  const number = rules.push(rule) - 1;
  const load = async (file: string): Promise<unknown> => import(`${folder}${file}?without=${number}`);
  const files = ["obey-commands", "cut-arrivals", "pair", "carry-out"].map((name) => `control/${name}.ts`);
  const parts = await Promise.all([...files, ...others].map(load));
  return Object.assign({}, ...parts) as GateUnderTest;
}
