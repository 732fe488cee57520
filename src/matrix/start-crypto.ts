import type * as Wasm from "@matrix-org/matrix-sdk-crypto-wasm";
import { withoutNames } from "./without-names.ts";

/** The part of the global that is meant here; Node's types have none. */
declare const WebAssembly: { instantiate(module: Uint8Array, imports: object): Promise<unknown> };

let started: Promise<void> | undefined;

/**
 * Starts the crypto library's WebAssembly, once in a process, before the Matrix library does. V8 keeps a module's bytes for as long
 * as it lives, and 3 MB of these are names that only stack traces show. The package reads its file itself, so what it hands to
 * V8 is taken on the way.
 */
export function startCrypto(wasm: Pick<typeof Wasm, "initAsync">): Promise<void> {
  started ??= start(wasm);
  return started;
}

async function start(wasm: Pick<typeof Wasm, "initAsync">): Promise<void> {
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = (module, imports) => instantiate(withoutNames(module), imports);
  try {
    await wasm.initAsync();
  } finally {
    WebAssembly.instantiate = instantiate;
  }
}
