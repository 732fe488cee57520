import { type AffordancePath, affordancePath } from "../core/ids.ts";
import type { Thing } from "../core/thing.ts";

/** The path under which a Thing's own word about its presence travels; no property can be named so. */
export function availabilityPath(thing: Thing): AffordancePath {
  return affordancePath(thing.id, "#available");
}
