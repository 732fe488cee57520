import { readdirSync } from "node:fs";

/** Names of what lies in a directory; none where there is no such directory. Throws when it cannot be read. */
export function listDirectory(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
