import { parseDuration } from "../core/duration.ts";
import { parseSize } from "../core/size.ts";
import type { StorageSettings } from "./configuration.ts";
import type { Findings } from "./problem.ts";
import { readDuration, readPositiveDuration } from "./read-duration.ts";
import { roomwireSchema } from "./schema/roomwire.ts";
import { sizeShape } from "./schema/shapes.ts";
import { child, type SourceNode } from "./source-node.ts";

const { durability, keep } = roomwireSchema.properties.storage.properties;

/** Less would leave hardly anything beside the write-ahead log. */
const leastSize = 4 * 1024 * 1024;

/** How readings are kept, with what is not said filled in. */
export function buildStorage(node: SourceNode | undefined, findings: Findings): StorageSettings {
  const kept = child(node, "keep");
  return {
    durability: readDuration(node, "durability", findings) ?? parseDuration(durability.default) ?? 0,
    keep: {
      size: readSize(child(kept, "size"), findings) ?? parseSize(keep.properties.size.default) ?? 0,
      age: readPositiveDuration(kept, "age", findings) ?? parseDuration(keep.properties.age.default) ?? 0,
    },
  };
}

/** undefined where there is none, or it is wrong, which is then told. */
function readSize(node: SourceNode | undefined, findings: Findings): number | undefined {
  if (node?.kind !== "scalar" || typeof node.value !== "string") return undefined;
  if (!new RegExp(sizeShape.pattern).test(node.value)) return undefined;
  const bytes = parseSize(node.value);
  if (bytes !== undefined && bytes >= leastSize) return bytes;
  findings.problem(node.place, "should be at least 4MiB");
  return undefined;
}
