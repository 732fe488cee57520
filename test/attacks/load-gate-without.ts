import { globSync, readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { GateRule } from "./find-rules.ts";
import type { GateUnderTest } from "./gate-under-test.ts";

const folder = join(import.meta.dirname, "../../src");
const base = `${pathToFileURL(folder).href}/`;

/** What a stage is given of the gate, by file. */
const entries = [
  "control/obey-commands.ts",
  "control/cut-arrivals.ts",
  "control/pair.ts",
  "control/carry-out.ts",
  "wiring/outputs.ts",
  "wiring/presence.ts",
  "matrix/cut-sync.ts",
  "matrix/open-event.ts",
];

const filesOfGate = [
  ...globSync("control/**/*.ts", { cwd: folder }),
  ...entries.filter((file) => !file.startsWith("control/")),
  "matrix/sender-trust.ts",
  "matrix/message-index.ts",
];

/** What each file of the gate imports. */
const imports = new Map(filesOfGate.map((file) => [file, importsOf(file)]));

function importsOf(file: string): readonly string[] {
  const found = readFileSync(join(folder, file), "utf8").matchAll(/ from "(\.[^"]+)"/g);
  return [...found].map(([, path]) => new URL(path ?? "", `${base}${file}`).href.slice(base.length));
}

/** The file and all that are made of it. */
function madeOf(changed: string): ReadonlySet<string> {
  const found = new Set([changed]);
  for (let size = 0; size < found.size; ) {
    size = found.size;
    for (const [file, parts] of imports) if (parts.some((part) => found.has(part))) found.add(file);
  }
  return found;
}

const broken: { readonly rule: GateRule; readonly files: ReadonlySet<string> }[] = [];
const brokenOf = (url: string) => {
  const number = new URL(url).searchParams.get("without");
  return number === null ? undefined : { number, ...broken[Number(number)] };
};

/** What a broken gate is made of is loaded once more, with one file changed; all else is what it always is. */
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    const of = context.parentURL?.startsWith(base) ? brokenOf(context.parentURL) : undefined;
    const isAnew = of?.files?.has(found.url.slice(base.length)) === true;
    return isAnew ? { ...found, url: `${found.url}?without=${of.number}` } : found;
  },
  load(url, context, next) {
    const rule = url.startsWith(base) ? brokenOf(url)?.rule : undefined;
    if (rule === undefined || !url.startsWith(`${base}${rule.file}?`)) return next(url, context);
    return { format: "module-typescript", source: rule.without, shortCircuit: true };
  },
});

/** The real gate with one rule switched off. Nothing in src/ knows that this is possible. */
export async function loadGateWithout(rule: GateRule): Promise<GateUnderTest> {
  const files = madeOf(rule.file);
  const number = broken.push({ rule, files }) - 1;
  const load = async (file: string): Promise<unknown> =>
    import(`${base}${file}${files.has(file) ? `?without=${number}` : ""}`);
  return Object.assign({}, ...(await Promise.all(entries.map(load)))) as GateUnderTest;
}
