import { errorCode } from "../core/error-code.ts";
import { checkSecrets } from "./check-secrets.ts";
import { checkShape } from "./check-shape.ts";
import type { ConfigFiles } from "./config-files.ts";
import { findIncluded } from "./find-included.ts";
import type { Findings, Place } from "./problem.ts";
import { readYaml } from "./read-yaml.ts";
import { includedSchema } from "./schema/included.ts";
import { child, childMap, type MapEntry, type MapNode, type SourceNode } from "./source-node.ts";

const groups = ["connections", "things"] as const;

/** The main file with the connections and Things of the files that it includes; undefined when there is nothing to go on with. */
export function readRoot(files: ConfigFiles, findings: Findings): SourceNode | undefined {
  const top = { file: files.file, line: 1, column: 1, path: "" };
  const root = readOne(files.file, files, top, "name it with --config", findings);
  const include = child(root, "include");
  if (root?.kind !== "map" || include === undefined) return root;
  const included = findIncluded(include, files, findings).flatMap(
    ({ file, place }) => readIncluded(file, files, place, findings) ?? [],
  );
  return included.reduce((whole, part) => join(whole, part, findings), root);
}

function readIncluded(file: string, files: ConfigFiles, place: Place, findings: Findings): MapNode | undefined {
  const node = readOne(file, files, place, `${file} is named by it`, findings);
  if (node === undefined) return undefined;
  checkShape(includedSchema, node, findings);
  return node.kind === "map" ? node : undefined;
}

function readOne(
  file: string,
  { readFile }: ConfigFiles,
  place: Place,
  remedy: string,
  findings: Findings,
): SourceNode | undefined {
  let text: string;
  try {
    text = readFile(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const isFolder = errorCode(error) === "EISDIR";
    findings.problem(
      place,
      isFolder ? `${file} is a folder; name its files: ${file}/*.yaml` : `cannot be read (${reason}); ${remedy}`,
    );
    return undefined;
  }
  const node = readYaml(file, text, findings);
  if (node !== undefined) checkSecrets(node, findings);
  return node;
}

function join(whole: MapNode, part: MapNode, findings: Findings): MapNode {
  const entries = new Map(whole.entries);
  for (const group of groups) {
    const added = part.entries.get(group);
    if (added?.value.kind !== "map") continue;
    const known = childMap(whole, group);
    // What is no map was told, and cannot take more.
    if (known === undefined && entries.has(group)) continue;
    entries.set(group, { key: added.key, value: joinGroup(known, added.value, findings) });
  }
  return { ...whole, entries };
}

function joinGroup(known: MapNode | undefined, added: MapNode, findings: Findings): MapNode {
  if (known === undefined) return added;
  const entries = new Map<string, MapEntry>(known.entries);
  for (const [id, entry] of added.entries) {
    const first = entries.get(id)?.key;
    if (first === undefined) entries.set(id, entry);
    else {
      const there = `${first.file}:${first.line}:${first.column}`;
      findings.problem(entry.key, `${id} stands at ${there} already; keep one of the two`);
    }
  }
  return { ...known, entries };
}
