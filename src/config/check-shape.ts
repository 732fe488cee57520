import type { XSchema, XStatic } from "../../schemas/schema.ts";
import { compileCheck } from "../checking/compile-check.ts";
import { locateProblems } from "./locate-problem.ts";
import type { Findings } from "./problem.ts";
import { type Exact, exactOf, plainOf, type SourceNode, settingsOf } from "./source-node.ts";

const compiled = new WeakMap<object, ReturnType<typeof compileCheck>>();

/** A node as its schema describes it, numbers exact; undefined, with its problems told, when it does not fit. */
export function checkShape<const S extends XSchema>(
  schema: S,
  node: SourceNode,
  findings: Findings,
): Exact<XStatic<S>> | undefined {
  return fits(schema, node, plainOf(node), findings) ? (exactOf(node) as Exact<XStatic<S>>) : undefined;
}

/** The same for a driver's schema: whole numbers as such, fractions as text. `beside`: known keys checked elsewhere. */
export function checkSettings(
  schema: XSchema,
  node: SourceNode,
  findings: Findings,
  beside: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | undefined {
  const settings = settingsOf(node);
  return fits(schema, node, settings, findings, beside) ? (settings as Readonly<Record<string, unknown>>) : undefined;
}

function fits(schema: XSchema, node: SourceNode, value: unknown, findings: Findings, beside = {}): boolean {
  if (typeof schema === "boolean") return schema;
  const check = compiled.get(schema) ?? compileCheck(schema);
  compiled.set(schema, check);
  const checked = check(value);
  if (!checked.ok) {
    const described = {
      ...schema,
      properties: { ...beside, ...("properties" in schema ? (schema.properties as object) : {}) },
    };
    locateProblems(checked.problems, described, node, findings);
  }
  return checked.ok;
}
