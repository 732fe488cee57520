import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { emittedFiles } from "./emitted-files.ts";
import { telemetryLibrary } from "./telemetry-library.ts";

/** Writes schemas/*.json and docs/events.md from the literals in schemas/*.ts, and lib/*.js from what decodes telemetry. */
const root = fileURLToPath(new URL("..", import.meta.url));
mkdirSync(`${root}docs`, { recursive: true });
for (const [path, text] of [...emittedFiles(), ...telemetryLibrary()]) {
  writeFileSync(`${root}${path}`, text);
  console.log(path);
}
