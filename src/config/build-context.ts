import type { DriverSchemas } from "./driver-schemas.ts";
import type { Findings } from "./problem.ts";

/** What every part of a configuration is built with. */
export interface BuildContext {
  readonly findings: Findings;
  readonly drivers: readonly DriverSchemas[];
  readonly files: FileNames;
  /** Folded; words of commands in the language of the people. */
  readonly reserved: ReadonlySet<string>;
}

/** How file names in a configuration become absolute. */
export interface FileNames {
  /** Absolute directory that relative names start from. */
  readonly directory: string;
  /** As `resolve` of node:path. */
  readonly resolvePath: (...parts: string[]) => string;
  /** Value of $CREDENTIALS_DIRECTORY (systemd.exec, credentials); undefined where it is not set. */
  readonly credentialsDirectory: string | undefined;
}

/** Names of the connections and what is known of them; undefined where the type was wrong and told so. */
export type ConnectionTypes = ReadonlyMap<string, KnownConnection | undefined>;

export interface KnownConnection {
  readonly type: string;
  /** undefined where they do not fit, which was told. */
  readonly settings: Readonly<Record<string, unknown>> | undefined;
}
