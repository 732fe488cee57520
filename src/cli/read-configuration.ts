import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type ReadConfig, readConfig } from "../config/read-config.ts";
import { driverTable } from "../drivers/driver-table.ts";
import { listDirectory } from "../machine/list-directory.ts";
import { packageFiles } from "../machine/package-files.ts";

/** Reads the configuration with the drivers, profiles and environment of this installation. Never throws. */
export function readConfiguration(
  file: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  readFile: (name: string) => string = (name) => readFileSync(name, "utf8"),
): ReadConfig {
  const { profileNames, readProfile } = packageFiles();
  return readConfig({
    file,
    readFile,
    listDirectory,
    profiles: { names: profileNames, read: readProfile },
    resolvePath: resolve,
    credentialsDirectory: environment.CREDENTIALS_DIRECTORY,
    drivers: driverTable,
  });
}
