import { hexBytes } from "../core/hex-bytes.ts";
import { isId } from "../core/ids.ts";
import { checkShape } from "./check-shape.ts";
import type { Findings } from "./problem.ts";
import { readYaml } from "./read-yaml.ts";
import { profileSchema } from "./schema/profile.ts";
import { idShape } from "./schema/shapes.ts";
import { child, childEntries, childText, type MapNode, type SourceNode, settingsOf, without } from "./source-node.ts";

/** A reusable Thing: one file under `devices/`. */
export interface Profile {
  readonly name: string;
  readonly title: string;
  /** The public document that its samples come from. */
  readonly source: string;
  readonly parameters: readonly Parameter[];
  /** Keys that the connection must have for it. */
  readonly needs: Readonly<Record<string, unknown>>;
  readonly samples: readonly ProfileSample[];
  /** The keys of a Thing, `{name}` not yet filled. */
  readonly thing: MapNode;
}

export interface Parameter {
  readonly name: string;
  readonly description: string;
  /** undefined: `with` must name it. */
  readonly default: string | undefined;
}

/** What the device sends, and the values that come of it. */
export interface ProfileSample {
  readonly topic: string | undefined;
  readonly request: Uint8Array | undefined;
  readonly payload: Uint8Array;
  readonly expect: readonly { readonly property: string; readonly value: SourceNode }[];
}

/** Reads a profile; undefined, and told why, when it is wrong. */
export function readProfile(name: string, file: string, text: string, findings: Findings): Profile | undefined {
  const root = readYaml(file, text, findings);
  if (root === undefined) return undefined;
  const checked = checkShape(profileSchema, root, findings);
  if (checked === undefined || root.kind !== "map") return undefined;
  const samples = child(root, "samples");
  return {
    name,
    title: checked.title,
    source: checked.source,
    parameters: parametersOf(root, findings),
    needs: needsOf(root),
    samples: (samples?.kind === "list" ? samples.items : []).map(sampleOf),
    thing: without(root, ["parameters", "needs", "source", "samples"]),
  };
}

function parametersOf(root: SourceNode, findings: Findings): Parameter[] {
  return childEntries(root, "parameters").map(([name, { key, value }]) => {
    if (!isId(name)) findings.problem(key, `as the name of a parameter it ${idShape.sentence}`);
    return { name, description: childText(value, "description") ?? "", default: scalarText(child(value, "default")) };
  });
}

function needsOf(root: SourceNode): Readonly<Record<string, unknown>> {
  return Object.fromEntries(childEntries(root, "needs").map(([key, { value }]) => [key, settingsOf(value)]));
}

function sampleOf(node: SourceNode): ProfileSample {
  return {
    topic: childText(node, "topic"),
    request: hexBytes(childText(node, "request_hex") ?? ""),
    payload: hexBytes(childText(node, "payload_hex") ?? "") ?? new TextEncoder().encode(childText(node, "payload")),
    expect: childEntries(node, "expect").map(([property, { value }]) => ({ property, value })),
  };
}

/** What a scalar says, in the characters of the file. */
export function scalarText(node: SourceNode | undefined): string | undefined {
  if (node?.kind !== "scalar" || node.value === null) return undefined;
  return typeof node.value === "string" ? node.value : node.source;
}
