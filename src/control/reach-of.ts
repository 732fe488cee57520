import type { AffordancePath } from "../core/ids.ts";
import { type FittingWish, isSafeValue } from "./admit-wish.ts";

/** What a command reaches, for its place among others. */
export interface Reach {
  /** `stop` goes past everything, a write of a `safe_value` past what waits, the rest in its Thing's lane. */
  readonly kind: "read" | "stop" | "safe" | "other";
  /** The outputs that it writes. */
  readonly writes: readonly AffordancePath[];
}

export function reachOf(wish: FittingWish): Reach {
  switch (wish.kind) {
    case "read":
      return { kind: "read", writes: [] };
    case "write": {
      const { property, value } = wish;
      return { kind: isSafeValue(property, value) ? "safe" : "other", writes: [property.path] };
    }
    case "invoke":
      return { kind: "other", writes: wish.properties.map(({ path }) => path) };
    // Moves nothing, so it need not wait for what does.
    case "alerts":
      return { kind: "read", writes: [] };
    case "all":
      return { kind: wish.name === "stop" ? "stop" : "other", writes: [] };
  }
}
