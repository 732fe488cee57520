import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Configuration } from "../../config/configuration.ts";

/** Serial ports by the names that stay, and which of them a connection uses. Opens none: that alone resets some boards. */
export function listSerialPorts(
  connections: Configuration["connections"],
  folder = "/dev/serial/by-id",
): readonly { readonly path: string; readonly connection: string | undefined }[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names.toSorted().map((name) => {
    const path = join(folder, name);
    const user = connections.find(({ type, settings }) => type === "serial" && settings.path === path);
    return { path, connection: user?.name };
  });
}
