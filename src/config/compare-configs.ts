import type { Property } from "../core/property.ts";
import { sameData } from "../core/same-data.ts";
import { outputsOf, type Thing } from "../core/thing.ts";
import type { Configuration, ConnectionSettings } from "./configuration.ts";
import { sameBus } from "./same-bus.ts";

export interface ConfigDifference {
  /** For people, one line each: `+` new, `-` gone, `~` changed, with the keys that changed. Holds no value, so no secret. */
  readonly lines: readonly string[];
  /** Keys that only a restart can change. */
  readonly restart: readonly string[];
  /** Outputs of the old configuration that are gone, or driven in another way now. */
  readonly changedOutputs: readonly Property[];
}

/** What is read once, when the agent starts; besides all of `matrix`. */
const takenAtStart: ReadonlySet<string> = new Set(["clock", "language", "state_directory", "storage"]);

type Data = Readonly<Record<string, unknown>>;

/** What a new configuration has otherwise than the one that runs. */
export function compareConfigs(before: Configuration, after: Configuration): ConfigDifference {
  const matrix = changedKeys(before.matrix, after.matrix).map((key) => `matrix.${key}`);
  const restart = changedKeys(before, after).filter((key) => takenAtStart.has(key));
  return {
    lines: [
      ...topKeys(before, after),
      ...compareNamed("connections", connectionsOf(before), connectionsOf(after)),
      ...compareNamed("operators", operatorsOf(before), operatorsOf(after)),
      ...compareNamed("things", thingsOf(before), thingsOf(after)),
      ...affordanceLines(before.things, after.things),
    ],
    restart: [...matrix, ...restart],
    changedOutputs: changedOutputs(before, after),
  };
}

/** Keys of a property that say nothing about how an output is driven. */
const mereWords: ReadonlySet<string> = new Set([
  "title",
  "aliases",
  "labels",
  "private",
  "critical",
  "ask",
  "momentary",
  "stale",
  "report",
  "unit",
]);

function changedOutputs(before: Configuration, after: Configuration): readonly Property[] {
  const next = new Map(outputsOf(after.things).map((property) => [property.path, property]));
  const connection = ({ connections }: Configuration, name: string): ConnectionSettings | undefined =>
    connections.find((candidate) => candidate.name === name);
  return outputsOf(before.things).filter((property) => {
    const successor = next.get(property.path);
    const name = property.to?.connection ?? "";
    const isRewired = !sameBus(connection(before, name), connection(after, name));
    return successor === undefined || isRewired || changedKeys(property, successor).some((key) => !mereWords.has(key));
  });
}

const ownLines: ReadonlySet<string> = new Set(["matrix", "connections", "operators", "things", "file"]);

function topKeys(before: Configuration, after: Configuration): readonly string[] {
  return changedKeys(before, after, ownLines).map((key) => `~ ${key}`);
}

/** The names of keys as the file writes them. */
function changedKeys(before: object, after: object, leaveOut: ReadonlySet<string> = new Set()): readonly string[] {
  const [left, right] = [before as Data, after as Data];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return keys
    .filter((key) => !leaveOut.has(key) && !sameData(left[key], right[key]))
    .map((key) => otherNames[key] ?? key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

/** Keys that the file calls something else. */
const otherNames: Readonly<Record<string, string>> = { telemetryEvery: "telemetry.every", work: "write or pulse" };

function compareNamed(
  group: string,
  before: ReadonlyMap<string, object>,
  after: ReadonlyMap<string, object>,
): readonly string[] {
  const gone = [...before.keys()].filter((name) => !after.has(name)).map((name) => `- ${group}.${name}`);
  const rest = [...after].flatMap(([name, data]) => {
    const known = before.get(name);
    if (known === undefined) return [`+ ${group}.${name}`];
    const keys = changedKeys(known, data);
    return keys.length === 0 ? [] : [`~ ${group}.${name}: ${keys.join(", ")}`];
  });
  return [...gone, ...rest];
}

function connectionsOf({ connections }: Configuration): ReadonlyMap<string, object> {
  return new Map(connections.map(({ name, type, settings }) => [name, { type, ...settings }]));
}

function operatorsOf({ operators }: Configuration): ReadonlyMap<string, object> {
  return new Map(operators.map((operator) => [operator.user, operator]));
}

/** Things without what stands in them, which has lines of its own. */
function thingsOf({ things }: Configuration): ReadonlyMap<string, object> {
  return new Map(
    things.map(({ id, title, aliases, available }): [string, object] => [id, { title, aliases, available }]),
  );
}

function affordanceLines(before: readonly Thing[], after: readonly Thing[]): readonly string[] {
  const known = new Map(before.map((thing) => [thing.id, thing]));
  return after.flatMap((thing) => {
    const old = known.get(thing.id);
    if (old === undefined) return [];
    return [
      ...compareNamed(`things.${thing.id}.properties`, byName(old.properties), byName(thing.properties)),
      ...compareNamed(`things.${thing.id}.actions`, actionsOf(old), actionsOf(thing)),
    ];
  });
}

function byName<Named extends { readonly name: string }>(named: readonly Named[]): ReadonlyMap<string, Named> {
  return new Map(named.map((one) => [one.name, one]));
}

/** An action together with the output that only it writes. */
function actionsOf({ actions, actionOutputs }: Thing): ReadonlyMap<string, object> {
  const outputs = byName(actionOutputs);
  return new Map(actions.map((action): [string, object] => [action.name, { ...action, to: outputs.get(action.name) }]));
}
