import { sameData } from "../core/same-data.ts";
import type { ConnectionTypes } from "./build-context.ts";
import { flowText } from "./flow-text.ts";
import type { Findings } from "./problem.ts";
import type { Profile } from "./read-profile.ts";
import { child, childText, type MapNode } from "./source-node.ts";

/**
 * Whether a profile can be read over its Thing's connection at all, which its type decides. Of what else is not as the profile needs
 * it there is a warning: the device may be set up otherwise.
 */
export function checkNeeds(profile: Profile, thing: MapNode, types: ConnectionTypes, findings: Findings): boolean {
  const name = childText(thing, "connection");
  const connection = name === undefined ? undefined : types.get(name);
  if (name === undefined || connection === undefined) return true;
  const { type, ...needs } = profile.needs;
  const place = child(thing, "connection")?.place ?? thing.place;
  if (type !== undefined && type !== connection.type) {
    findings.problem(place, `${profile.name} hangs on a connection of type ${type}, and ${name} is ${connection.type}`);
    return false;
  }
  const { settings } = connection;
  if (settings === undefined) return true;
  const missed = Object.entries(needs).filter(([key, value]) => !sameData(settings[key], value));
  if (missed.length === 0) return true;
  const wanted = missed.map(([key, value]) => `${key}: ${flowText(value)}`).join(", ");
  findings.warning(place, `${profile.name} is read with ${wanted}, and connection ${name} does not say so`);
  return true;
}
