import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const files = ["outage", "reading-crashes", "reading-rot", "store-rot"].map((name) => `test/store/${name}.test.ts`);

/** The tests of the reading log at full size: a week of 1,000 properties, and as many lives with power cuts. True when all passed. */
export function soakReadingLog(lives: number): boolean {
  const env = { ...process.env, OUTAGE_SENSORS: "1000", CRASH_LIVES: String(lives) };
  const ended = spawnSync(process.execPath, ["--test", ...files], { cwd: root, env, stdio: "inherit" });
  return ended.status === 0;
}
