import { resolve } from "node:path";
import type { Problem } from "../../config/problem.ts";
import { readConfig } from "../../config/read-config.ts";
import type { DiscoveredThing, PlainMap, ThingKeys, Unmapped } from "../../discovery/discovered-thing.ts";
import { driverTable } from "../../drivers/driver-table.ts";

/** Each round leaves out what `check` objects to; what is left may have another objection behind it. */
const rounds = 5;

/** A draft that `check` takes, and what had to be left out for that. */
export interface CheckedDraft {
  /** undefined: nothing of it is left. */
  readonly thing: PlainMap | undefined;
  readonly unmapped: readonly Unmapped[];
}

/** Asks the configuration's own check about a draft: what it objects to is left out, with its reason. */
export function checkDraft(title: string, connection: string, { keys, unmapped }: DiscoveredThing): CheckedDraft {
  const objections: Unmapped[] = [];
  let rest = keys;
  for (let round = 0; round < rounds; round += 1) {
    const thing = thingOf(title, connection, rest);
    const problems = problemsOf(thing, connection);
    if (problems.length === 0)
      return { thing: isEmpty(rest) ? undefined : thing, unmapped: [...unmapped, ...objections] };
    const before = rest;
    for (const problem of problems) rest = without(rest, problem, objections);
    if (before === rest) {
      for (const { path, message } of problems)
        objections.push({ what: path.replace(/^things\.draft\.?/, ""), why: message });
      break;
    }
  }
  return { thing: undefined, unmapped: [...unmapped, ...objections] };
}

function thingOf(title: string, connection: string, { from, to, available, properties, actions }: ThingKeys): PlainMap {
  return {
    title,
    connection,
    ...(from && { from }),
    ...(to && Object.values(properties).some((property) => property.to !== undefined) && { to }),
    ...(available && { available }),
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(Object.keys(actions).length > 0 && { actions }),
  };
}

function isEmpty({ properties, actions }: ThingKeys): boolean {
  return Object.keys(properties).length + Object.keys(actions).length === 0;
}

/** In a configuration of nothing else. */
function problemsOf(thing: PlainMap, connection: string): readonly Problem[] {
  const configuration = {
    matrix: { homeserver: "https://localhost", user: "@draft:localhost" },
    connections: { [connection]: { type: "mqtt", url: "mqtt://localhost" } },
    things: { draft: thing },
  };
  const read = readConfig({
    file: "roomwire.yaml",
    readFile: () => JSON.stringify(configuration),
    profiles: { names: () => [], read: () => undefined },
    resolvePath: resolve,
    credentialsDirectory: undefined,
    drivers: driverTable,
  });
  return read.ok ? [] : read.problems;
}

function without(keys: ThingKeys, { path, message }: Problem, objections: Unmapped[]): ThingKeys {
  const [, , group, name] = path.split(".");
  if (group === "available" && keys.available !== undefined) {
    objections.push({ what: "available", why: message });
    const { available: _gone, ...rest } = keys;
    return rest;
  }
  if ((group !== "properties" && group !== "actions") || name === undefined || !Object.hasOwn(keys[group], name))
    return keys;
  objections.push({ what: name, why: message });
  const { [name]: _gone, ...others } = keys[group];
  return { ...keys, [group]: others };
}
