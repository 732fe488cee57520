import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readConfiguration } from "../../src/cli/read-configuration.ts";
import type { Configuration } from "../../src/config/configuration.ts";

/** Settings as the agent reads them from a file, which is left in the directory; throws with what is wrong in them. */
export function configurationOf(directory: string, settings: object): Configuration {
  const file = join(directory, "roomwire.yaml");
  // JSON is YAML too.
  writeFileSync(file, JSON.stringify(settings));
  const read = readConfiguration(file);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.configuration;
}
