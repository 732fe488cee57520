import type { Binding } from "../core/property.ts";
import type { BuildContext, ConnectionTypes, KnownConnection } from "./build-context.ts";
import { buildConversion } from "./build-conversion.ts";
import { checkExtract } from "./check-extract.ts";
import { checkSettings, checkShape } from "./check-shape.ts";
import type { DriverSchemas } from "./driver-schemas.ts";
import { locateFiles } from "./locate-file.ts";
import type { Place } from "./problem.ts";
import type { ValueShape } from "./read-value.ts";
import type { actionOutputSchema } from "./schema/actions.ts";
import { bindingSchema, type outputSchema } from "./schema/bindings.ts";
import { child, childText, type MapNode, without } from "./source-node.ts";
import { didYouMean } from "./suggest-key.ts";
import { tellObjections } from "./tell-objections.ts";

export interface BindingContext extends BuildContext {
  readonly types: ConnectionTypes;
  /** The Thing's own `connection`. */
  readonly connection: string | undefined;
  /** Where the Thing stands in the configuration, whatever its profile's file is. */
  readonly thingPlace: Place;
}

/** Keys that stand beside those of a driver. */
export type BindingSchema = typeof bindingSchema | typeof outputSchema | typeof actionOutputSchema;

/**
 * One end of a property, its own keys and its driver's checked. Without a shape (the property itself is wrong) it is
 * only checked. Undefined, and told why, when it does not fit.
 */
export function buildBinding(
  end: "from" | "to",
  shape: ValueShape | undefined,
  node: MapNode,
  context: BindingContext,
  ours: BindingSchema = bindingSchema,
): Binding | undefined {
  const { findings } = context;
  const common = checkShape(ours, node, findings);
  const connection = connectionOf(node, context);
  const driver = connection === undefined ? undefined : driverOf(end, connection.type, node, context);
  const own = without(node, Object.keys(ours.properties));
  const schema = driver?.[end];
  const settings = schema === undefined ? undefined : checkSettings(schema, own, findings, ours.properties);
  if (settings !== undefined) {
    if (end === "from") checkExtract(own, keysOf(schema), findings);
    tellObjections(driver?.objections?.[end]?.(settings, connection?.settings) ?? [], own, findings);
  }
  if (common === undefined || shape === undefined) return undefined;
  const conversion = buildConversion(shape, node, findings);
  if (connection === undefined || driver === undefined || settings === undefined) return undefined;
  return { connection: connection.name, as: driver.as, settings: locateFiles(settings, own, context), conversion };
}

function keysOf(schema: unknown): readonly string[] {
  const properties = typeof schema === "object" && schema !== null && "properties" in schema ? schema.properties : null;
  return typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
}

interface NamedConnection extends KnownConnection {
  readonly name: string;
}

function connectionOf(node: MapNode, context: BindingContext): NamedConnection | undefined {
  const { findings, types } = context;
  const name = childText(node, "connection") ?? context.connection;
  if (name === undefined) {
    const foreign = node.place.file !== context.thingPlace.file;
    const place = foreign ? context.thingPlace : node.place;
    const where = foreign ? "its profile leaves it to the Thing" : "here and at the Thing";
    findings.problem(
      { ...place, path: `${place.path}.connection` },
      `is missing, ${where}; one of ${[...types.keys()].join(", ") || "none yet"}`,
    );
    return undefined;
  }
  const known = types.get(name);
  if (!types.has(name)) {
    const place = child(node, "connection")?.place ?? node.place;
    findings.problem(place, `there is no connection ${name}${didYouMean(name, [...types.keys()])}`);
  }
  return known && { name, ...known };
}

function driverOf(
  end: "from" | "to",
  type: string,
  node: MapNode,
  { drivers, findings }: BindingContext,
): DriverSchemas | undefined {
  const candidates = drivers.filter((driver) => driver.type === type);
  const as = childText(node, "as");
  const driver = as === undefined ? candidates[0] : candidates.find((candidate) => candidate.as === as);
  const place = child(node, "as")?.place ?? node.place;
  if (driver === undefined) {
    const known = candidates.map((candidate) => candidate.as);
    findings.problem(place, `a connection of type ${type} has no ${as}${didYouMean(as ?? "", known)}`);
  } else if (driver[end] === undefined) {
    findings.problem(place, `${type} as ${driver.as} cannot be ${end === "from" ? "read" : "written"}`);
    return undefined;
  }
  return driver;
}
