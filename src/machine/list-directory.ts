import { readdirSync } from "node:fs";
import { errorCode } from "../core/error-code.ts";

/** Names of what lies in a directory; none where there is no such directory. Throws when it cannot be read. */
export function listDirectory(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}
