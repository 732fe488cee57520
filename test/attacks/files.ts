import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A state directory that is gone when it is disposed. */
export function openFiles(): Disposable & { readonly directory: string } {
  const directory = mkdtempSync(join(tmpdir(), "roomwire-attacks-"));
  return { directory, [Symbol.dispose]: () => rmSync(directory, { recursive: true }) };
}
