import type { ConnectionTypes } from "./build-context.ts";
import { checkNeeds } from "./check-needs.ts";
import { dropStrays } from "./drop-strays.ts";
import { fillParameters } from "./fill-parameters.ts";
import { mergeMaps } from "./merge-maps.ts";
import type { Findings } from "./problem.ts";
import { type Profile, readProfile, scalarText } from "./read-profile.ts";
import { child, childEntries, childText, type MapNode } from "./source-node.ts";
import { didYouMean } from "./suggest-key.ts";

/** Where profiles come from. */
export interface ProfileShelf {
  /** `zigbee2mqtt/climate` … */
  readonly names: () => readonly string[];
  /** File name, as a person should see it, and text; undefined when there is no such profile. */
  readonly read: (name: string) => { readonly file: string; readonly text: string } | undefined;
}

/** A Thing with its profile laid under it and its parameters filled; undefined when the profile cannot be had. */
export function expandProfile(
  node: MapNode,
  shelf: ProfileShelf,
  types: ConnectionTypes,
  findings: Findings,
): MapNode | undefined {
  const name = childText(node, "profile");
  const given = child(node, "with");
  if (name === undefined) {
    if (given !== undefined) findings.problem(given.place, "fills a profile's parameters, and no profile is named");
    return node;
  }
  const place = child(node, "profile")?.place ?? node.place;
  const found = shelf.read(name);
  if (found === undefined) {
    findings.problem(place, `there is no profile ${name}${didYouMean(bareName(name), shelf.names())}`);
    return undefined;
  }
  const profile = readProfile(name, found.file, found.text, findings);
  if (profile === undefined) return undefined;
  if (!checkNeeds(profile, node, types, findings)) return undefined;
  const parameters = parametersOf(profile, node, findings);
  const filled = fillParameters(mergeMaps(profile.thing, dropStrays(profile, node, findings)), parameters);
  return filled.kind === "map" ? filled : undefined;
}

/** As it stands in the documentation, whoever writes the name of the file. */
function bareName(name: string): string {
  return name.replace(/^.*devices\//, "").replace(/\.yaml$/, "");
}

function parametersOf(profile: Profile, node: MapNode, findings: Findings): ReadonlyMap<string, string> {
  const given = new Map(childEntries(node, "with"));
  const names = profile.parameters.map(({ name }) => name);
  for (const [name, { key }] of given) {
    if (!names.includes(name))
      findings.problem(key, `${profile.name} has no parameter ${name}${didYouMean(name, names)}`);
  }
  const values = new Map<string, string>();
  for (const { name, description, default: fallback } of profile.parameters) {
    const value = scalarText(given.get(name)?.value) ?? fallback;
    if (value !== undefined) values.set(name, value);
    // What has another form is told by the schema of the Thing.
    else if (!given.has(name))
      findings.problem({ ...node.place, path: `${node.place.path}.with.${name}` }, `is missing: ${description}`);
  }
  return values;
}
