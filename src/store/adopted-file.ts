import { readFileSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../core/error-code.ts";
import { writeWhole } from "./write-whole.ts";

const name = "adopted.json";

/** What was kept of devices that were adopted; undefined where nothing was. Throws what the system throws. */
export function adoptedFile(directory: string): string | undefined {
  try {
    return readFileSync(join(directory, name), "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Keeps it, whole or as it was. Throws what the system throws. */
export function keepAdopted(directory: string, text: string): void {
  writeWhole(join(directory, name), text);
}
