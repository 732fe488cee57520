import type { SourceNode } from "./source-node.ts";

/** Fills `{name}` in every text with the parameter of that name; other braces stay as they are. */
export function fillParameters(node: SourceNode, parameters: ReadonlyMap<string, string>): SourceNode {
  switch (node.kind) {
    case "map": {
      const filled = [...node.entries].map(
        ([name, { key, value }]) => [name, { key, value: fillParameters(value, parameters) }] as const,
      );
      return { ...node, entries: new Map(filled) };
    }
    case "list":
      return { ...node, items: node.items.map((item) => fillParameters(item, parameters)) };
    case "scalar":
      return typeof node.value === "string" ? { ...node, value: fill(node.value, parameters) } : node;
  }
}

function fill(text: string, parameters: ReadonlyMap<string, string>): string {
  return text.replace(/\{([a-z][a-z0-9_]*)\}/g, (whole, name: string) => parameters.get(name) ?? whole);
}
