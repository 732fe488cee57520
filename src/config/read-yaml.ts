import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from "yaml";
import { parseDecimal } from "../core/decimal.ts";
import type { Findings, Place } from "./problem.ts";
import type { MapEntry, SourceNode } from "./source-node.ts";
import { explainYaml, yamlTraps } from "./yaml-traps.ts";

/** Far above any real configuration; bounds the time and memory that a wrong file can take. */
const mostCharacters = 524_288;
const deepest = 24;
const mostComplaints = 50;

interface Source {
  readonly file: string;
  readonly text: string;
  readonly lines: LineCounter;
  readonly findings: Findings;
}

/**
 * Reads one YAML 1.2 document (core schema) without anchors, tags and merge keys. What the parser complains of, warnings
 * too, becomes a problem; undefined when there is nothing to go on with.
 */
export function readYaml(file: string, text: string, findings: Findings): SourceNode | undefined {
  const top: Place = { file, line: 1, column: 1, path: "" };
  if (text.length > mostCharacters) {
    findings.problem(top, `the file is larger than ${mostCharacters / 1024} KiB`);
    return undefined;
  }
  const lines = new LineCounter();
  const document = parse(text, lines);
  if (document === undefined) {
    findings.problem(top, yamlTraps.depth);
    return undefined;
  }
  const source: Source = { file, text, lines, findings };
  for (const complaint of [...document.errors, ...document.warnings].slice(0, mostComplaints)) {
    findings.problem(placeAt(source, complaint.pos[0], ""), explainYaml(complaint, text));
  }
  if (document.errors.length > 0) return undefined;
  if (document.contents === null) {
    findings.problem(top, "the file is empty");
    return undefined;
  }
  return convert(source, document.contents, "", 0);
}

function parse(text: string, lines: LineCounter): ReturnType<typeof parseDocument> | undefined {
  try {
    return parseDocument(text, {
      version: "1.2",
      schema: "core",
      lineCounter: lines,
      // Duplicate keys are found below: the parser's own search takes time by the square.
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "error",
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function placeAt({ file, lines }: Source, offset: number, path: string): Place {
  const { line, col } = lines.linePos(offset);
  return { file, line: Math.max(1, line), column: Math.max(1, col), path };
}

function convert(source: Source, node: unknown, path: string, depth: number, fallback = 0): SourceNode {
  const offset =
    isAlias(node) || isScalar(node) || isMap(node) || isSeq(node) ? (node.range?.[0] ?? fallback) : fallback;
  const place = placeAt(source, offset, path);
  if (depth > deepest) return refused(source, place, yamlTraps.depth);
  if (isAlias(node)) return refused(source, place, yamlTraps.alias);
  if (isMap(node) || isSeq(node) || isScalar(node)) {
    if (node.anchor !== undefined) source.findings.problem(place, yamlTraps.anchor);
    // An unknown tag was already complained of by the parser.
    if (node.tag?.startsWith("tag:") === true) source.findings.problem(place, yamlTraps.tag);
  }
  if (isMap(node)) return { kind: "map", place, entries: entriesOf(source, node.items, path, depth) };
  if (isSeq(node)) {
    const items = node.items.map((item, index) => convert(source, item, `${path}[${index}]`, depth + 1, offset));
    return { kind: "list", place, items };
  }
  return scalarOf(source, isScalar(node) ? node : undefined, place);
}

function scalarOf(
  source: Source,
  node: (Node & { value: unknown; source?: string }) | undefined,
  place: Place,
): SourceNode {
  const value = node?.value ?? null;
  const written = node?.source ?? "";
  if (typeof value === "string" || typeof value === "boolean") return { kind: "scalar", place, value, source: written };
  if (value === null) return { kind: "scalar", place, value: null, source: written };
  const decimal = parseDecimal(written);
  if (decimal === undefined) return refused(source, place, yamlTraps.number(written));
  return { kind: "scalar", place, value: decimal, source: written };
}

function entriesOf(source: Source, pairs: readonly unknown[], path: string, depth: number): Map<string, MapEntry> {
  const entries = new Map<string, MapEntry>();
  for (const pair of pairs) {
    if (!isPair(pair)) continue;
    const named = keyOf(source, pair, path);
    if (named === undefined) continue;
    const { name, key, offset } = named;
    if (entries.has(name)) source.findings.problem(key, `this key stands here twice; keep one of the two`);
    else entries.set(name, { key, value: convert(source, pair.value, key.path, depth + 1, offset) });
  }
  return entries;
}

function keyOf(source: Source, { key }: Pair, path: string): { name: string; key: Place; offset: number } | undefined {
  const node = isScalar(key) ? key : undefined;
  const offset = isMap(key) || isSeq(key) || isAlias(key) ? (key.range?.[0] ?? 0) : (node?.range?.[0] ?? 0);
  const plain = node?.type === "PLAIN";
  if (node === undefined || (node.value === null && plain)) {
    source.findings.problem(placeAt(source, offset, path), yamlTraps.key);
    return undefined;
  }
  const name = typeof node.value === "string" ? node.value : keyText(node.value, node.source ?? "");
  const at = placeAt(source, offset, path === "" ? name : `${path}.${name}`);
  if (name === "<<" && plain) {
    source.findings.problem(at, yamlTraps.merge);
    return undefined;
  }
  return { name, key: at, offset };
}

/** `true`, `True` and `TRUE` are one key; a number is its own digits. */
function keyText(value: unknown, source: string): string {
  return typeof value === "boolean" ? String(value) : source;
}

function refused({ findings }: Source, place: Place, message: string): SourceNode {
  findings.problem(place, message);
  return { kind: "scalar", place, value: "", source: "" };
}
