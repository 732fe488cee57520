import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What came with the program: its version and the profiles under `devices/`. */
export interface PackageFiles {
  readonly root: string;
  readonly version: string;
  /** Names of the profiles, `<kind>/<name>`, in order. */
  readonly profileNames: () => readonly string[];
  /** A profile's file name from the root, and its text; undefined when there is none of that name. */
  readonly readProfile: (name: string) => { readonly file: string; readonly text: string } | undefined;
}

const ending = ".yaml";

/** Finds them from where this source file stands; a test hands in another root. */
export function packageFiles(root: string = join(import.meta.dirname, "..", "..")): PackageFiles {
  const devices = join(root, "devices");
  const profileNames = (): readonly string[] =>
    readdirSync(devices, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(ending))
      .map((file) => file.slice(0, -ending.length))
      .sort();
  return {
    root,
    version: versionIn(root),
    profileNames,
    readProfile(name) {
      // Only what is listed: a name cannot lead out of the folder.
      if (!profileNames().includes(name)) return undefined;
      const file = `devices/${name}${ending}`;
      return { file, text: readFileSync(join(root, file), "utf8") };
    },
  };
}

function versionIn(root: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const version = typeof manifest === "object" && manifest !== null && "version" in manifest ? manifest.version : "";
  return String(version);
}
