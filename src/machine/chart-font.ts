import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The one font of the pictures: it comes along as a package, since a bare system has none. */
export const chartFont = {
  file: fileURLToPath(import.meta.resolve("@expo-google-fonts/roboto/400Regular/Roboto_400Regular.ttf")),
  /** TrueType. Throws where the package is not installed. */
  read: (): Uint8Array => readFileSync(chartFont.file),
} as const;
