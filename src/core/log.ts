/** Where the floors that may log write. Fields are data; whatever looks like a secret in them is hidden. */
export interface Log {
  debug(message: string, fields?: object): void;
  info(message: string, fields?: object): void;
  warn(message: string, fields?: object): void;
  error(message: string, fields?: object): void;
}
