import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { installSystemPackages } from "../install-system-packages.ts";
import { runTool } from "../kernel/run-tool.ts";

export interface SystemWanted {
  /** A release of Debian by its name; left out: the host's own. */
  readonly suite?: string;
  readonly packages: readonly string[];
  /** About how much is downloaded, MB. */
  readonly megabytes: number;
}

/** A folder with this Debian, from the cache or made anew; throws one sentence that says why not. */
export function prepareSystem(cache: string, wanted: SystemWanted, say: (line: string) => void): string {
  if (process.getuid?.() !== 0) throw new Error("a system's files belong to root, so this must be run as root.");
  const { packages, megabytes } = wanted;
  const suite = wanted.suite ?? /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
  if (suite === undefined) throw new Error("/etc/os-release names no release of Debian.");
  const key = createHash("sha256")
    .update([suite, ...packages].join())
    .digest("hex")
    .slice(0, 12);
  const folder = join(cache, `system-${suite}-${key}`);
  if (existsSync(folder)) return folder;
  bringTool(say);
  say(`making a system of Debian ${suite} (some ${megabytes} MB are downloaded) ...`);
  const begin = performance.now();
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, "system-work-"));
  try {
    const words = ["--quiet", "--variant=minbase", `--include=${packages}`, "--dpkgopt=path-exclude=/usr/share/doc/*"];
    runTool("mmdebstrap", [...words, suite, join(work, "tree")], work);
    renameSync(join(work, "tree"), folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  say(`the system is made after ${((performance.now() - begin) / 1000).toFixed(1)} s and kept in .cache.`);
  return folder;
}

function bringTool(say: (line: string) => void): void {
  const isThere = (): boolean => spawnSync("mmdebstrap", ["--version"], { stdio: "ignore" }).error === undefined;
  if (isThere()) return;
  const failure = installSystemPackages(["mmdebstrap"], say);
  if (!isThere()) throw new Error(`mmdebstrap cannot be had (${failure ?? "not found after installing"}).`);
}
