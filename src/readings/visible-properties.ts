import type { Property } from "../core/property.ts";
import type { Thing } from "../core/thing.ts";

/** Who can read the event: servers too, or the room's members alone. */
export type Audience = "plain" | "encrypted";

/** What of a Thing may be told there: private properties never leave unencrypted. */
export function visibleProperties(thing: Thing, audience: Audience): readonly Property[] {
  return audience === "encrypted" ? thing.properties : thing.properties.filter((property) => !property.private);
}
