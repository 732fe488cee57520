import type { ConfigFiles } from "./config-files.ts";
import type { Findings, Place } from "./problem.ts";
import { includeShape } from "./schema/shapes.ts";
import type { SourceNode } from "./source-node.ts";

export interface IncludedFile {
  /** Named as the main file is. */
  readonly file: string;
  /** Where it is asked for. */
  readonly place: Place;
}

/** Far above any real configuration. */
const mostFiles = 500;

/** The files that `include` asks for, each once, those of one pattern by name. */
export function findIncluded(include: SourceNode, files: ConfigFiles, findings: Findings): readonly IncludedFile[] {
  const found = new Map<string, IncludedFile>();
  for (const { pattern, place } of patternsOf(include)) {
    for (const file of filesOf(pattern, files, place, findings)) {
      if (file === files.file) {
        findings.problem(place, "fits this file itself; put what it includes into a folder of its own");
      } else if (!found.has(file)) found.set(file, { file, place });
    }
  }
  if (found.size <= mostFiles) return [...found.values()];
  findings.problem(include.place, `asks for ${found.size} files; at most ${mostFiles} are read`);
  return [];
}

interface Pattern {
  readonly pattern: string;
  readonly place: Place;
}

/** What has another form is told by the schema of the file. */
function patternsOf(node: SourceNode): readonly Pattern[] {
  if (node.kind === "list") return node.items.flatMap(patternsOf);
  if (node.kind !== "scalar" || typeof node.value !== "string") return [];
  return new RegExp(includeShape.pattern).test(node.value) ? [{ pattern: node.value, place: node.place }] : [];
}

function filesOf(written: string, files: ConfigFiles, place: Place, findings: Findings): readonly string[] {
  const pattern = written.replace(/^(\.\/)+/, "");
  const folder = pattern.slice(0, pattern.lastIndexOf("/") + 1);
  const wanted = pattern.slice(folder.length);
  const beside = files.file.slice(0, files.file.lastIndexOf("/") + 1);
  const directory = folder.startsWith("/") ? folder : beside + folder;
  if (!wanted.includes("*")) return [directory + wanted];
  let names: readonly string[];
  try {
    names = files.listDirectory?.(directory === "" ? "." : directory) ?? [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    findings.problem(place, `its folder cannot be read (${reason})`);
    return [];
  }
  return names
    .filter((name) => fits(wanted, name))
    .sort()
    .map((name) => directory + name);
}

/** As a shell takes it: `*` stands for any characters, but not for the point that hides a file. */
function fits(wanted: string, name: string): boolean {
  if (name.startsWith(".") && !wanted.startsWith(".")) return false;
  const parts = wanted.split("*");
  const [first = "", last = ""] = [parts.at(0), parts.at(-1)];
  if (!name.startsWith(first) || !name.slice(first.length).endsWith(last)) return false;
  let rest = name.slice(first.length, name.length - last.length);
  for (const part of parts.slice(1, -1)) {
    const at = rest.indexOf(part);
    if (at < 0) return false;
    rest = rest.slice(at + part.length);
  }
  return true;
}
