import type { SchemaProblem } from "../checking/compile-check.ts";
import type { Findings, Place } from "./problem.ts";
import { shapeSentence } from "./schema/shapes.ts";
import type { SourceNode } from "./source-node.ts";
import { didYouMean, suggestKey } from "./suggest-key.ts";
import { typeSentence } from "./type-sentence.ts";

type Schema = Readonly<Record<string, unknown>>;

/** Turns what a schema found wrong in a node into problems with the place in the file, the remedy and the near key. */
export function locateProblems(
  found: readonly SchemaProblem[],
  schema: Schema,
  node: SourceNode,
  findings: Findings,
): void {
  for (const problem of found) {
    const spot = spotAt(node, schema, problem.pointer);
    const explained = explain(problem, spot.node, spot.schema);
    findings.problem(explained.place, explained.message);
  }
}

interface Explained {
  readonly place: Place;
  readonly message: string;
}

interface Spot {
  readonly node: SourceNode;
  readonly schema: Schema;
}

/** Follows a JSON Pointer through the node and its schema alike. */
function spotAt(node: SourceNode, schema: Schema, pointer: string): Spot {
  let spot: Spot = { node, schema };
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    const next = stepInto(spot, key);
    if (next === undefined) return spot;
    spot = next;
  }
  return spot;
}

function stepInto({ node, schema }: Spot, key: string): Spot | undefined {
  if (node.kind === "scalar") return undefined;
  const inner = node.kind === "map" ? node.entries.get(key)?.value : node.items[Number(key)];
  if (inner === undefined) return undefined;
  const properties = asSchema(schema.properties);
  const described = node.kind === "list" ? schema.items : (properties[key] ?? schema.additionalProperties);
  return { node: inner, schema: asSchema(described) };
}

function asSchema(value: unknown): Schema {
  return typeof value === "object" && value !== null ? (value as Schema) : {};
}

function explain(problem: SchemaProblem, node: SourceNode, schema: Schema): Explained {
  const { keyword, unknownKey, missingKey } = problem;
  if (unknownKey !== undefined) return explainUnknown(unknownKey, node, schema);
  if (missingKey !== undefined) {
    const { required, oneOf, anyOf } = schema;
    if (Array.isArray(required) && required.includes(missingKey)) return explainMissing(missingKey, node.place, schema);
    // A branch of a choice misses a key; the choice itself is what a person must hear of.
    const choice = branchSentence("oneOf", oneOf) ?? branchSentence("anyOf", anyOf);
    return { place: node.place, message: choice ?? problem.message };
  }
  return { place: node.place, message: sentenceFor(keyword, schema, node) ?? problem.message };
}

const secretKey = /^(password|passwd|pass|token|access_token|secret|api_key)$/;

function explainUnknown(key: string, node: SourceNode, schema: Schema): Explained {
  const known = Object.keys(asSchema(schema.properties));
  const place = (node.kind === "map" ? node.entries.get(key)?.key : undefined) ?? node.place;
  if (!secretKey.test(key)) return { place, message: `unknown key${didYouMean(key, known)}` };
  const file = known.find((word) => word === `${key}_file`) ?? known.find((word) => word === "password_file");
  const remedy = file === undefined ? "" : `; put it in a file of its own and name that in ${file}`;
  return { place, message: `secrets never stand in the configuration${remedy}` };
}

function explainMissing(key: string, place: Place, schema: Schema): Explained {
  const path = place.path === "" ? key : `${place.path}.${key}`;
  const about = asSchema(asSchema(schema.properties)[key]).description;
  return { place: { ...place, path }, message: typeof about === "string" ? `is missing: ${about}` : "is missing" };
}

function sentenceFor(keyword: string, schema: Schema, node: SourceNode): string | undefined {
  const limit = schema[keyword];
  switch (keyword) {
    case "type":
      return typeSentence(schema, node);
    case "enum":
      return choiceSentence(limit, node);
    case "pattern":
      return shapeSentence(limit) ?? `has the wrong form: ${schema.description ?? `it must fit ${limit}`}`;
    case "minLength":
    case "minItems":
    case "minProperties":
      return limit === 1 ? "should not be empty" : `should have at least ${limit}`;
    case "maxLength":
      return `should be at most ${limit} characters long`;
    case "minimum":
      return `should be at least ${limit}`;
    case "maximum":
      return `should be at most ${limit}`;
    case "exclusiveMinimum":
      return `should be greater than ${limit}`;
    case "uniqueItems":
      return "names one thing twice; keep one of the two";
    case "oneOf":
    case "anyOf":
      return branchSentence(keyword, limit);
    default:
      return undefined;
  }
}

function choiceSentence(words: unknown, node: SourceNode): string {
  const allowed = Array.isArray(words) ? words.map(String) : [];
  const typed = node.kind === "scalar" && typeof node.value === "string" ? node.value : "";
  const nearest = typed === "" ? undefined : suggestKey(typed, allowed);
  return `should be one of ${allowed.join(", ")}${nearest === undefined ? "" : `; did you mean "${nearest}"?`}`;
}

function branchSentence(keyword: "oneOf" | "anyOf", branches: unknown): string | undefined {
  if (!Array.isArray(branches)) return undefined;
  const ways = branches.map(({ required }: Schema) => (Array.isArray(required) ? required.join(" with ") : ""));
  return ways.includes("") ? undefined : `needs ${keyword === "oneOf" ? "exactly one" : "one"} of ${ways.join(", ")}`;
}
