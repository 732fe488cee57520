import type { ThingId, UserId } from "../core/ids.ts";

/** state_key of an agent's Thing, `greenhouse:example.org/bath`: readers hold it against the event's sender. */
export function stateKey(agent: UserId, thing: ThingId): string {
  return `${agent.slice(1)}/${thing}`;
}
