import type { AffordancePath } from "../core/ids.ts";
import type { Property } from "../core/property.ts";
import type { Thing } from "../core/thing.ts";

/** Who can read the event: servers too, or the room's members alone. */
export type Audience = "plain" | "encrypted";

/** What of a Thing may be told there: private properties never leave unencrypted. */
export function visibleProperties(thing: Thing, audience: Audience): readonly Property[] {
  return audience === "encrypted" ? thing.properties : thing.properties.filter((property) => !property.private);
}

/** Whether readings of a path may be told there. Of what is configured no more nobody knows whether it was private, so they may not in clear. */
export function visiblePaths(things: readonly Thing[], audience: Audience): (path: AffordancePath) => boolean {
  if (audience === "encrypted") return () => true;
  const open = new Set(things.flatMap((thing) => visibleProperties(thing, audience)).map(({ path }) => path));
  return (path) => open.has(path);
}
