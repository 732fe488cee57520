import { isPointer } from "../core/json-text.ts";
import { compilePattern } from "../core/pattern.ts";
import type { Findings } from "./problem.ts";
import { child, childText, type MapNode } from "./source-node.ts";

/** The rules of `path`, `match` and `group` that a schema cannot say. */
export function checkExtract(node: MapNode, findings: Findings): void {
  const path = childText(node, "path");
  const match = childText(node, "match");
  const tell = (key: string, message: string): void => findings.problem(child(node, key)?.place ?? node.place, message);
  if (path !== undefined && !isPointer(path)) {
    tell("path", `should be a JSON Pointer (RFC 6901), such as /${path.replace(/^[/$.]+/, "") || "temperature"}`);
  }
  if (path !== undefined && match !== undefined) tell("match", "cannot stand beside path; keep one of the two");
  if (match !== undefined) checkMatch(match, childText(node, "group"), tell);
  else if (child(node, "group") !== undefined) tell("group", "names a group of match, and there is no match");
}

function checkMatch(match: string, group: string | undefined, tell: (key: string, message: string) => void): void {
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
