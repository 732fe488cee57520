import type { BuildContext } from "./build-context.ts";
import type { Place } from "./problem.ts";
import type { MapNode } from "./source-node.ts";

const credentials = "$CREDENTIALS_DIRECTORY";

/** The absolute path of a file named in a configuration: relative to it, or among the service's credentials. */
export function locateFile(name: string, place: Place, { files, findings }: BuildContext): string {
  if (name !== credentials && !name.startsWith(`${credentials}/`)) {
    if (name.includes("$")) {
      findings.problem(place, `only ${credentials} can begin a file name; write the path out`);
    }
    return files.resolvePath(files.directory, name);
  }
  if (files.credentialsDirectory === undefined) {
    findings.warning(place, `${credentials} is not set here; the service sets it with LoadCredential=`);
    return name;
  }
  return files.resolvePath(files.credentialsDirectory, name.slice(credentials.length + 1));
}

/** Which keys of a driver's settings name files: all that end in `_file`, and sockets. */
function namesFile(key: string): boolean {
  return key.endsWith("_file") || key === "socket";
}

/** A driver's settings with every file name in them absolute. */
export function locateFiles(
  settings: Readonly<Record<string, unknown>>,
  node: MapNode,
  context: BuildContext,
): Readonly<Record<string, unknown>> {
  const located = Object.entries(settings).map(([key, value]) => {
    const place = node.entries.get(key)?.value.place ?? node.place;
    return [key, namesFile(key) && typeof value === "string" ? locateFile(value, place, context) : value];
  });
  return Object.fromEntries(located);
}
