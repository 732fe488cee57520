import type { XSchema } from "../../../schemas/schema.ts";
import type { DriverSchemas } from "../driver-schemas.ts";
import { actionOutputSchema, actionSchema } from "./actions.ts";
import { alertListSchema, alertSchema, alertsSchema } from "./alerts.ts";
import { bindingSchema, outputSchema } from "./bindings.ts";
import { conditionSchema, expectSchema } from "./condition.ts";
import { includedSchema } from "./included.ts";
import { limitsSchema } from "./limits.ts";
import { matrixSchema } from "./matrix.ts";
import { operatorSchema, operatorsSchema } from "./operators.ts";
import { processSchema, stepSchema } from "./process.ts";
import { propertySchema } from "./property.ts";
import { defaultsSchema } from "./report.ts";
import { connectionSchema, roomwireSchema } from "./roomwire.ts";
import { thingSchema } from "./things.ts";

type Keys = Readonly<Record<string, unknown>>;

/** One JSON Schema of everything a configuration can say, for editors; the agent checks piece by piece. */
export function wholeSchema(drivers: readonly DriverSchemas[]): Keys {
  const from = bindingKeys(drivers, "from", bindingSchema.properties, "Where it is read.");
  const to = bindingKeys(drivers, "to", outputSchema.properties, "Where it is written.");
  const limits = withConditions(limitsSchema, ["only_if", "only_while"]);
  const steps = { ...processSchema, items: stepSchema };
  const alerts = { ...alertListSchema, items: alertSchema };
  const property = {
    ...propertySchema,
    properties: { ...propertySchema.properties, from, to, limits, process: steps, alerts },
  };
  const action = actionKeys(drivers, limits);
  const { properties, actions } = thingSchema.properties;
  const thing = {
    ...thingSchema,
    properties: {
      ...thingSchema.properties,
      from,
      to,
      available: { ...from, description: thingSchema.properties.available.description },
      properties: { ...properties, additionalProperties: overProfile(property) },
      actions: { ...actions, additionalProperties: overProfile(action) },
    },
  };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Roomwire configuration",
    ...roomwireSchema,
    properties: {
      ...roomwireSchema.properties,
      matrix: matrixSchema,
      operators: { ...operatorsSchema, items: operatorSchema },
      connections: { ...roomwireSchema.properties.connections, additionalProperties: connectionKeys(drivers) },
      defaults: defaultsSchema,
      alerts: alertsSchema,
      stop_when: { ...roomwireSchema.properties.stop_when, items: conditionSchema },
      things: { ...roomwireSchema.properties.things, additionalProperties: thing },
    },
  };
}

/** The same of a file that `include` names. */
export function includedFileSchema(drivers: readonly DriverSchemas[]): Keys {
  const { $schema, properties } = wholeSchema(drivers) as { readonly $schema: string; readonly properties: Keys };
  const { connections, things } = properties;
  return { $schema, title: "Roomwire, included file", ...includedSchema, properties: { connections, things } };
}

/** The properties of a driver's schema. */
export function keysOf(schema: XSchema | undefined): Keys {
  if (typeof schema !== "object" || !("properties" in schema)) return {};
  return schema.properties as Keys;
}

/** A profile may say the rest of it, and `null` leaves it out. */
function overProfile({ required: _, oneOf: __, ...schema }: Keys): Keys {
  return { ...schema, type: ["object", "null"] };
}

function actionKeys(drivers: readonly DriverSchemas[], limits: Keys): Keys {
  const { properties } = withConditions(actionSchema, ["only_if"]) as { readonly properties: Keys };
  const to = bindingKeys(drivers, "to", actionOutputSchema.properties, actionSchema.properties.to.description);
  return {
    ...actionSchema,
    properties: {
      ...properties,
      to,
      limits: { ...limits, description: actionSchema.properties.limits.description },
      expect: { ...expectSchema, description: actionSchema.properties.expect.description },
    },
  };
}

/** Where conditions stand, one or a list, with all that they can say. */
function withConditions(schema: Keys, names: readonly string[]): Keys {
  const properties = schema.properties as Readonly<Record<string, Keys>>;
  const spelled = names.map((name) => {
    const { type: _, items: __, minItems, maxItems, ...rest } = properties[name] ?? {};
    return [name, { ...rest, anyOf: [conditionSchema, { type: "array", minItems, maxItems, items: conditionSchema }] }];
  });
  return { ...schema, properties: { ...properties, ...Object.fromEntries(spelled) } };
}

function connectionKeys(drivers: readonly DriverSchemas[]): Keys {
  const types = [...new Set(drivers.map(({ type }) => type))];
  const choices = types.map((type) => {
    const schema = drivers.find((driver) => driver.type === type)?.connection;
    const { type: kind } = connectionSchema.properties;
    return forEditors({
      ...(typeof schema === "object" ? schema : {}),
      properties: { type: { ...kind, const: type }, ...keysOf(schema) },
    });
  });
  return { ...connectionSchema, properties: { type: { enum: types } }, oneOf: choices };
}

/** Every key of every driver: which of them go together depends on the connection, which an editor cannot follow. */
function bindingKeys(drivers: readonly DriverSchemas[], end: "from" | "to", common: Keys, description: string): Keys {
  const own = Object.assign({}, ...drivers.map((driver) => keysOf(driver[end]))) as Keys;
  return forEditors({
    type: "object",
    description,
    additionalProperties: false,
    properties: { ...withoutBounds(own), ...common },
  });
}

/** Two drivers may ask different things of a key of the same name; what they share is its meaning. */
function withoutBounds(keys: Keys): Keys {
  return Object.fromEntries(
    Object.entries(keys).map(([key, schema]) => {
      const { description } = schema as { readonly description?: string };
      return [key, description === undefined ? {} : { description }];
    }),
  );
}

/** A fraction reaches a driver as its text; in the file it is a plain number. */
function forEditors(schema: Keys): Keys {
  return JSON.parse(JSON.stringify(schema).replaceAll('"type":["integer","string"]', '"type":["number","string"]'));
}
