import type { AffordancePath } from "../core/ids.ts";
import { findProperty, type References } from "./find-property.ts";
import { pathShape } from "./schema/shapes.ts";
import type { SourceNode } from "./source-node.ts";

/** The property that `pair_button` names: a boolean that is read. */
export function buildPairButton(node: SourceNode | undefined, references: References): AffordancePath | undefined {
  if (node?.kind !== "scalar" || typeof node.value !== "string") return undefined;
  if (!new RegExp(pathShape.pattern).test(node.value)) return undefined;
  const property = findProperty(node.value, node.place, undefined, references);
  if (property === undefined) return undefined;
  const { path, type, from } = property;
  const tell = (message: string): void => references.findings.problem(node.place, message);
  if (type !== "boolean") tell(`${path} is a ${type}; name a boolean property, which is true while it is pressed`);
  else if (from === undefined) tell(`${path} is never read; give it a from, or name another property`);
  return path;
}
