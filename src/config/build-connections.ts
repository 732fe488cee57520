import { isId } from "../core/ids.ts";
import type { BuildContext, ConnectionTypes, KnownConnection } from "./build-context.ts";
import { checkSettings } from "./check-shape.ts";
import type { ConnectionSettings } from "./configuration.ts";
import { locateFiles } from "./locate-file.ts";
import { connectionSchema } from "./schema/roomwire.ts";
import { idShape } from "./schema/shapes.ts";
import { child, childEntries, childText, type MapNode, type SourceNode, without } from "./source-node.ts";
import { didYouMean } from "./suggest-key.ts";
import { tellObjections } from "./tell-objections.ts";

export interface BuiltConnections {
  readonly connections: readonly ConnectionSettings[];
  /** Of every connection in the file, also of those with a problem, so that bindings are still checked. */
  readonly types: ConnectionTypes;
}

/** Buses and brokers, each checked by the schema of its type's driver. */
export function buildConnections(root: SourceNode, context: BuildContext): BuiltConnections {
  const connections: ConnectionSettings[] = [];
  const types = new Map<string, KnownConnection | undefined>();
  for (const [name, { key, value }] of childEntries(root, "connections")) {
    if (!isId(name)) context.findings.problem(key, `as a connection's name it ${idShape.sentence}`);
    const type = value.kind === "map" ? knownType(value, context) : undefined;
    const settings = value.kind === "map" && type !== undefined ? buildSettings(value, type, context) : undefined;
    types.set(name, type === undefined ? undefined : { type, settings });
    if (type === undefined) continue;
    if (settings !== undefined) connections.push({ name, type, settings });
  }
  return { connections, types };
}

function knownType(node: MapNode, { drivers, findings }: BuildContext): string | undefined {
  const known = [...new Set(drivers.map(({ type }) => type))];
  const type = childText(node, "type");
  if (type === undefined) {
    const written = child(node, "type");
    const place = written?.place ?? { ...node.place, path: `${node.place.path}.type` };
    findings.problem(place, `${written === undefined ? "is missing" : "should be text"}; one of ${known.join(", ")}`);
    return undefined;
  }
  if (known.includes(type)) return type;
  findings.problem(
    child(node, "type")?.place ?? node.place,
    `there is no driver of type ${type}${didYouMean(type, known)}`,
  );
  return undefined;
}

function buildSettings(
  node: MapNode,
  type: string,
  context: BuildContext,
): Readonly<Record<string, unknown>> | undefined {
  const driver = context.drivers.find((candidate) => candidate.type === type);
  const own = without(node, ["type"]);
  const settings = driver && checkSettings(driver.connection, own, context.findings, connectionSchema.properties);
  if (settings === undefined) return undefined;
  tellObjections(driver?.objections?.connection?.(settings) ?? [], own, context.findings);
  return locateFiles(settings, own, context);
}
