/** How the files of a configuration are had. */
export interface ConfigFiles {
  /** Name of the main file, as the person gave it. */
  readonly file: string;
  /** Text of a file; throws when it cannot be read. */
  readonly readFile: (file: string) => string;
  /** Names of what lies in a directory, none where there is no such directory; throws when it cannot be read. Default: no directory is there. */
  readonly listDirectory?: (directory: string) => readonly string[];
}
