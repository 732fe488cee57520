import { isPointer } from "../core/json-text.ts";
import { compilePattern } from "../core/pattern.ts";
import type { Findings } from "./problem.ts";
import { child, childText, type MapNode } from "./source-node.ts";

/** Each says alone where the value stands. */
const places = ["path", "match", "column", "obis", "at"];
/** What belongs to one of them. */
const details = { group: "match", separator: "column", form: "at", length: "at", bit: "at" } as const;

type Tell = (key: string, message: string) => void;

/**
 * The rules of the keys that say where a value stands, as far as a schema cannot say them. Where a driver does not know
 * what a detail belongs to (`known`), the key means something of its own there.
 */
export function checkExtract(node: MapNode, known: readonly string[], findings: Findings): void {
  const path = childText(node, "path");
  const match = childText(node, "match");
  const tell: Tell = (key, message) => findings.problem(child(node, key)?.place ?? node.place, message);
  if (path !== undefined && !isPointer(path)) {
    tell("path", `should be a JSON Pointer (RFC 6901), such as /${path.replace(/^[/$.]+/, "") || "temperature"}`);
  }
  const [first, second] = places.filter((key) => child(node, key) !== undefined);
  if (second !== undefined) tell(second, `cannot stand beside ${first}; keep one of the two`);
  for (const [key, wanted] of Object.entries(details)) {
    if (!known.includes(wanted) || child(node, key) === undefined || child(node, wanted) !== undefined) continue;
    tell(
      key,
      key === "group" ? "names a group of match, and there is no match" : `belongs to ${wanted}, and there is none`,
    );
  }
  if (match !== undefined) checkMatch(match, childText(node, "group"), tell);
}

function checkMatch(match: string, group: string | undefined, tell: Tell): void {
  const compiled = compilePattern(match);
  if (!compiled.ok) {
    tell("match", compiled.problem);
    return;
  }
  const { groups } = compiled.pattern;
  if (group !== undefined && !groups.includes(group)) {
    const known = groups.length === 0 ? "it names none; write (?<name>…)" : `it names ${groups.join(", ")}`;
    tell("group", `match has no group ${group}: ${known}`);
  }
  if (group === undefined && groups.length > 1) {
    tell("match", `has several groups; say with group which one holds the value: ${groups.join(", ")}`);
  }
}
