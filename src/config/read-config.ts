import { buildAlerts } from "./build-alerts.ts";
import { buildConnections } from "./build-connections.ts";
import type { BuildContext } from "./build-context.ts";
import { buildMatrix } from "./build-matrix.ts";
import { buildOperators, buildReaders } from "./build-operators.ts";
import { buildPairButton } from "./build-pair-button.ts";
import { noDefaults, readDefaults } from "./build-report.ts";
import { buildStopWhen } from "./build-stop-when.ts";
import { buildStorage } from "./build-storage.ts";
import { buildThings } from "./build-things.ts";
import { checkShape } from "./check-shape.ts";
import type { ConfigFiles } from "./config-files.ts";
import type { Configuration } from "./configuration.ts";
import { deepFreeze } from "./deep-freeze.ts";
import type { DriverSchemas } from "./driver-schemas.ts";
import type { ProfileShelf } from "./expand-profile.ts";
import { Findings, type Problem } from "./problem.ts";
import { readPositiveDuration } from "./read-duration.ts";
import { readRoot } from "./read-root.ts";
import { readTimeZone } from "./read-time-zone.ts";
import { reservedWords } from "./reserved-words.ts";
import { defaultsSchema } from "./schema/report.ts";
import { roomwireSchema } from "./schema/roomwire.ts";
import { child, childEntries, childText } from "./source-node.ts";

/** What reading a configuration needs from outside. */
export interface ConfigSource extends ConfigFiles {
  readonly profiles: ProfileShelf;
  /** As `resolve` of node:path. */
  readonly resolvePath: (...parts: string[]) => string;
  /** Value of $CREDENTIALS_DIRECTORY; undefined where it is not set. */
  readonly credentialsDirectory: string | undefined;
  readonly drivers: readonly DriverSchemas[];
}

export type ReadConfig =
  | { readonly ok: true; readonly configuration: Configuration; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] };

/** Reads, checks and completes a configuration. A wrong one is refused whole, every problem at once. Never throws. */
export function readConfig(source: ConfigSource): ReadConfig {
  const findings = new Findings();
  const configuration = build(source, findings);
  const warnings = inOrder(findings.warnings, source.file);
  if (configuration !== undefined && findings.problems.length === 0) {
    return { ok: true, configuration: deepFreeze(configuration), warnings };
  }
  return { ok: false, problems: inOrder(findings.problems, source.file), warnings };
}

function inOrder(problems: readonly Problem[], file: string): readonly Problem[] {
  const rank = (problem: Problem): number => (problem.file === file ? 0 : 1);
  return problems.toSorted(
    (a, b) => rank(a) - rank(b) || a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column,
  );
}

function build(source: ConfigSource, findings: Findings): Configuration | undefined {
  const root = readRoot(source, findings);
  if (root === undefined) return undefined;
  const top = checkShape(roomwireSchema, root, findings);
  const file = source.resolvePath(source.file);
  const { resolvePath, credentialsDirectory, drivers } = source;
  const directory = resolvePath(file, "..");
  const files = { directory, resolvePath, credentialsDirectory };
  const reserved = reservedWords(top?.language ?? roomwireSchema.properties.language.default);
  const context: BuildContext = { findings, drivers, files, reserved };
  const matrixNode = child(root, "matrix");
  const matrix = matrixNode && buildMatrix(matrixNode, context);
  const { connections, types } = buildConnections(root, context);
  const defaultsNode = child(root, "defaults");
  if (defaultsNode !== undefined) checkShape(defaultsSchema, defaultsNode, findings);
  const defaults = readDefaults(defaultsNode, noDefaults, findings);
  const { things, references } = buildThings(root, source.profiles, { ...context, types, defaults });
  const thingIds = childEntries(root, "things").map(([id]) => id);
  const timeZone = readTimeZone(root, findings);
  const agent = childText(matrixNode, "user");
  const operators = buildOperators(child(root, "operators"), { things: thingIds, agent, timeZone, findings });
  const stopWhen = buildStopWhen(child(root, "stop_when"), references);
  const alerts = buildAlerts(child(root, "alerts"), references);
  const pairButton = buildPairButton(child(root, "pair_button"), references);
  const storage = buildStorage(child(root, "storage"), findings);
  const telemetryEvery = readPositiveDuration(child(root, "telemetry"), "every", findings);
  if (top === undefined || matrix === undefined) return undefined;
  const {
    clock,
    language,
    panel,
    reactions,
    bot_commands: botCommands,
    state_directory: stateDirectory,
  } = roomwireSchema.properties;
  return {
    file,
    matrix,
    clock: top.clock ?? clock.default,
    timeZone,
    language: top.language ?? language.default,
    stateDirectory: resolvePath(directory, top.state_directory ?? stateDirectory.default),
    storage,
    telemetryEvery,
    panel: top.panel ?? panel.default,
    botCommands: top.bot_commands ?? botCommands.default,
    reactions: top.reactions ?? reactions.default,
    operators,
    readers: buildReaders(top.readers),
    connections,
    things,
    stopWhen,
    alerts,
    pairButton,
  };
}
