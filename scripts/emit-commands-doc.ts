import { writeFileSync } from "node:fs";
import { commandsDoc } from "./commands-doc.ts";

// Writes docs/commands.md anew; a test says when that is due.
writeFileSync(new URL("../docs/commands.md", import.meta.url), commandsDoc());
