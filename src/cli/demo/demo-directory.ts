import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Longest path of a Unix socket (unix(7)), less room for the socket's own name. */
const longestPath = 80;

/** A fresh directory for everything the demo writes, for this user alone, removed with all that is in it. */
export function demoDirectory(): Disposable & { readonly path: string } {
  const parent = tmpdir().length > longestPath ? "/tmp" : tmpdir();
  const path = mkdtempSync(join(parent, "roomwire-demo-"));
  const remove = (): void => rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  process.once("exit", remove);
  return {
    path,
    [Symbol.dispose]() {
      process.off("exit", remove);
      remove();
    },
  };
}
