import type * as Wasm from "@matrix-org/matrix-sdk-crypto-wasm";
import type * as Sdk from "matrix-js-sdk";
import type * as CryptoApi from "matrix-js-sdk/lib/crypto-api/index.js";
import type { Logger } from "matrix-js-sdk/lib/logger.js";
import { muteGlobalLogger } from "./reach-crypto.ts";
import { redactSecrets } from "./redact-secrets.ts";

/** The Matrix library's three entrances, loaded when first needed because they cost 50 MB. */
export interface Library {
  readonly sdk: typeof Sdk;
  readonly cryptoApi: typeof CryptoApi;
  readonly wasm: typeof Wasm;
  readonly logger: Logger;
}

/** What the library says at every start and nobody can act on. */
const noise = [
  "Adding default global",
  "Secret storage is not yet set up",
  "Error processing outgoing requests",
  "/sync error",
];

/** Loads the Matrix library and silences its loggers; its warnings go to `log`, without secrets. */
export async function loadLibrary(log: (line: string) => void): Promise<Library> {
  const [sdk, cryptoApi, wasm, global] = await Promise.all([
    import("matrix-js-sdk"),
    import("matrix-js-sdk/lib/crypto-api/index.js"),
    import("@matrix-org/matrix-sdk-crypto-wasm"),
    import("matrix-js-sdk/lib/logger.js"),
  ]);
  muteGlobalLogger(global.logger);
  return { sdk, cryptoApi, wasm, logger: quietLogger(log) };
}

function quietLogger(log: (line: string) => void): Logger {
  const warn = (...parts: unknown[]): void => {
    const line = parts.map(describe).join(" ");
    if (!noise.some((known) => line.includes(known))) log(redactSecrets(line));
  };
  const drop = (): void => undefined;
  const logger: Logger = { trace: drop, debug: drop, info: drop, warn, error: warn, getChild: () => logger };
  return logger;
}

function describe(part: unknown): string {
  if (part instanceof Error) return `${part.name}: ${part.message}`;
  return typeof part === "object" ? "" : String(part);
}
