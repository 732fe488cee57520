import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { includedFileSchema, wholeSchema } from "../src/config/schema/whole-schema.ts";
import { driverTable } from "../src/drivers/driver-table.ts";
import { packageFiles } from "../src/machine/package-files.ts";
import { configPage } from "./config-page.ts";
import { devicesPage } from "./devices-page.ts";

/** Every file that is made from the configuration's schemas and the profiles, by its name from the root. */
export function configDocs(): ReadonlyMap<string, string> {
  const files = packageFiles();
  const example = readFileSync(join(files.root, "examples/roomwire.yaml"), "utf8");
  return new Map([
    ["schemas/config.json", `${JSON.stringify(wholeSchema(driverTable), null, 2)}\n`],
    ["schemas/included.json", `${JSON.stringify(includedFileSchema(driverTable), null, 2)}\n`],
    ["docs/config.md", configPage(driverTable, example)],
    ["docs/devices.md", devicesPage(files)],
  ]);
}

if (import.meta.main) {
  const { root } = packageFiles();
  for (const [file, text] of configDocs()) {
    writeFileSync(join(root, file), text);
    console.log(`wrote ${file}`);
  }
}
