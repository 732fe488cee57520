import type { ActionWork } from "../core/thing.ts";
import type { ActionContext } from "./action-context.ts";
import { commandObjection } from "./command-objection.ts";
import { readValue } from "./read-value.ts";
import { childEntries, type MapNode } from "./source-node.ts";
import { didYouMean } from "./suggest-key.ts";

type Writes = ActionWork & { readonly kind: "write" };

/** What an action writes, in this order. */
export function buildWrites(node: MapNode, { draft, properties, references }: ActionContext): Writes {
  const { findings } = references;
  const names = childEntries(draft.node, "properties").map(([name]) => name);
  const writes: Writes["writes"][number][] = [];
  for (const [name, { key, value: written }] of childEntries(node, "write")) {
    const property = properties.find((candidate) => candidate.name === name);
    if (!names.includes(name)) findings.problem(key, `${draft.id} has no property ${name}${didYouMean(name, names)}`);
    if (property === undefined) continue;
    if (property.to === undefined) findings.problem(key, `${name} cannot be written; give it a to, or leave it out`);
    const value = readValue(property, written, findings);
    if (value === undefined) continue;
    const objection = commandObjection(property, value);
    if (objection !== undefined) findings.problem(written.place, objection);
    writes.push({ property: name, value });
  }
  return { kind: "write", writes };
}
