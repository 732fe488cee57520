import type { DriverSchemas } from "../src/config/driver-schemas.ts";
import { actionOutputSchema, actionSchema } from "../src/config/schema/actions.ts";
import { alertSchema, alertsSchema } from "../src/config/schema/alerts.ts";
import { bindingSchema, outputSchema } from "../src/config/schema/bindings.ts";
import { conditionSchema, expectSchema, tests } from "../src/config/schema/condition.ts";
import { includedSchema } from "../src/config/schema/included.ts";
import { limitsSchema, linkLossSchema, readBackSchema } from "../src/config/schema/limits.ts";
import { matrixSchema } from "../src/config/schema/matrix.ts";
import { operatorSchema } from "../src/config/schema/operators.ts";
import { stepSchema } from "../src/config/schema/process.ts";
import { profileSchema } from "../src/config/schema/profile.ts";
import { propertySchema } from "../src/config/schema/property.ts";
import { defaultsSchema, reportSchema } from "../src/config/schema/report.ts";
import { connectionSchema, roomwireSchema } from "../src/config/schema/roomwire.ts";
import { thingSchema } from "../src/config/schema/things.ts";
import { schemaTable } from "./schema-table.ts";

type Keys = Readonly<Record<string, unknown>>;

const intro = `# The configuration

<!-- Made by scripts/emit-config-docs.ts from src/config/schema/ and the drivers; change those. -->

One YAML 1.2 file (JSON is YAML too), \`/etc/roomwire/roomwire.yaml\` or \`--config FILE\`. \`roomwire check\` tells every
problem at once, each with file, line, column, key and remedy, and touches nothing; a wrong file is refused whole.
Editors can check it while you type with [schemas/config.json](../schemas/config.json), files that \`include\` names with
[schemas/included.json](../schemas/included.json).

- **Ids** of Things, properties, actions, connections: a small letter, then small letters, digits and \`_\`, at most 32.
  Properties and actions of a Thing never share a name. Titles and aliases are any text; two that differ only in case,
  blanks, \`_\`, \`-\` or accents are an error, since people could not tell them apart.
- **Durations**: \`20ms\`, \`30s\`, \`10m\`, \`5h\`, \`2d\`, always with the unit.
- **Numbers** are exact: \`21.50\` stays 21.50, nothing is rounded through binary fractions.
- **Files** (\`*_file\`, \`socket\`) are relative to this file, or begin with \`$CREDENTIALS_DIRECTORY/\`.
- **Secrets** never stand in it, not even inside an address.
- **Quotes**: what begins with \`@ ! # % & * { [\` must stand in quotes (\`"@ana:example.org"\`, \`"!room"\`, \`"%RH"\`), and so
  must text that looks like a number or like \`true\`. \`yes\`, \`no\`, \`on\`, \`off\` are plain words: write \`true\` or
  \`false\`. Anchors, tags and merge keys are not read.`;

const defaultsText = `${defaultsSchema.description} They stand in the file for all Things, and in a Thing or its profile for
its own properties; the nearest wins, key by key.`;

const processText = `A list of steps, each one of these keys, carried out in their order between what was read (\`values\`, \`scale\`,
\`offset\`) and the latest value, by which answers, conditions, limits and read-back go; \`minimum\` and \`maximum\` judge what comes out.
Numbers keep six digits more than \`decimals\` until then. Each property has its own memory, which ends with the agent and with
a change of the property; what is no good value (a hole, or out of range) goes by at once and is mixed with nothing. Of a source that is
away averages begin anew. What is dropped or still settles counts as heard, so that \`stale\` tells of the source.

\`\`\`yaml
process:
  - out_of_range: { below: -40, above: 84.9 }   # 85 is what this sensor says before its first measurement
  - calibrate: { points: [[0.4, 0], [99.1, 100]] }
  - median: 5
\`\`\``;

const conditionsText = `What \`alerts\`, \`only_if\`, \`only_while\`, \`expect\` and \`stop_when\` hold. ${conditionSchema.description}
Each has exactly one of ${tests.map((test) => `\`${test}\``).join(", ")}. A list is met when all in it are;
of \`alerts\` and \`stop_when\` each one counts for itself.`;

const actionOutputText = `What the action alone writes: the keys of any \`to\`, and \`value\`, or \`pulse\`, or both. \`limits\` and
\`on_link_loss\` of it stand beside it, at the action.`;

/** The text of docs/config.md. */
export function configPage(drivers: readonly DriverSchemas[], example: string): string {
  const types = [...new Set(drivers.map(({ type }) => type))];
  return [
    intro,
    section("The file", "", roomwireSchema),
    section("`matrix`", matrixSchema.description, matrixSchema),
    section("`storage`", roomwireSchema.properties.storage.description, roomwireSchema.properties.storage),
    section("`keep`", "Of `storage`.", roomwireSchema.properties.storage.properties.keep, "###"),
    section("`telemetry`", roomwireSchema.properties.telemetry.description, roomwireSchema.properties.telemetry),
    section("`operators`", "A list; each entry:", operatorSchema),
    section("`connections`", "Each has a name, a `type` and the keys of that type.", connectionSchema),
    ...types.map((type) => {
      const driver = drivers.find((candidate) => candidate.type === type);
      return section(`\`type: ${type}\``, "", driver?.connection as Keys, "###");
    }),
    section("`alerts`", alertsSchema.description, alertsSchema),
    section(
      "`quiet_hours`",
      `Of \`alerts\`. ${alertsSchema.properties.quiet_hours.description}`,
      alertsSchema.properties.quiet_hours,
      "###",
    ),
    section("Included files", includedSchema.description, includedSchema),
    section("`defaults`", defaultsText, defaultsSchema),
    section("`things`", "Each has an id and these keys.", thingSchema),
    section("`properties`", "Each has a name and these keys, and needs `from` or `to`.", propertySchema),
    section("`from` and `available`", "These keys, and those of the connection's driver below.", bindingSchema),
    section("`to`", "These keys, and those of the connection's driver below.", outputSchema),
    ...drivers.flatMap((driver) => bindingSections(driver)),
    section("`process`", processText, stepSchema),
    section("`calibrate`", "Of `process`. Exactly one of:", stepSchema.properties.calibrate, "###"),
    section("`clamp`", "Of `process`.", stepSchema.properties.clamp, "###"),
    section("`out_of_range`", "Of `process`.", stepSchema.properties.out_of_range, "###"),
    section("`report`", reportSchema.description, reportSchema),
    section("`limits`", limitsSchema.description, limitsSchema),
    section("`on_link_loss`", linkLossSchema.description, linkLossSchema),
    section("`read_back`", readBackSchema.description, readBackSchema),
    section("Conditions", conditionsText, conditionSchema),
    section(
      "`alerts` of a property",
      `A list; each is ${lowerFirst(alertSchema.description)}`,
      ownKeys(alertSchema, conditionSchema),
    ),
    section("`actions`", "Each has a name and these keys, and exactly one of `pulse`, `write` and `to`.", actionSchema),
    section("`to` of an action", actionOutputText, ownKeys(actionOutputSchema, outputSchema)),
    section("`expect`", `${expectSchema.description} A condition, and:`, ownKeys(expectSchema, conditionSchema)),
    section(
      "Profiles",
      "A file under `devices/`; what there is stands in [devices.md](devices.md). Keys of a Thing, and:",
      profileSchema,
    ),
    `## A whole example\n\n\`\`\`yaml\n${example.trim()}\n\`\`\``,
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

/** A schema without the keys that another one has as well. */
function ownKeys(schema: Keys, other: Keys): Keys {
  const taken = Object.keys(other.properties as Keys);
  const own = Object.entries(schema.properties as Keys).filter(([key]) => !taken.includes(key));
  return { ...schema, properties: Object.fromEntries(own) };
}

function section(title: string, text: string, schema: Keys, level = "##"): string {
  return [`${level} ${title}`, text, schemaTable(schema)].filter((part) => part !== "").join("\n\n");
}

function lowerFirst(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}

function bindingSections({ type, as, from, to }: DriverSchemas): string[] {
  const ends = [
    { end: "from", schema: from },
    { end: "to", schema: to },
  ];
  return ends.flatMap(({ end, schema }) =>
    schema === undefined ? [] : [section(`\`${end}\` on \`${type}\`, \`as: ${as}\``, "", schema as Keys, "###")],
  );
}
