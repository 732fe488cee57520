import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const folder = join(import.meta.dirname, "trees");

/** Trees of messages as devices of each convention leave them at a broker. */
export const treeNames: readonly string[] = globSync("*.json", { cwd: folder })
  .map((file) => basename(file, ".json"))
  .sort();

/** One of them: payloads as text, by topic. */
export function heardTree(name: string): ReadonlyMap<string, string> {
  const { messages } = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
  return new Map(
    Object.entries(messages).map(([topic, payload]) => [
      topic,
      typeof payload === "string" ? payload : JSON.stringify(payload),
    ]),
  );
}
