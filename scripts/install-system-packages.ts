import { spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";

const policy = "/usr/sbin/policy-rc.d";

/** Undefined when done; else why not, as half a sentence. No service of a new package is started. */
export function installSystemPackages(
  packages: readonly string[],
  progress: (line: string) => void,
): string | undefined {
  if (process.getuid?.() !== 0) return "this is not root";
  if (!existsSync("/usr/bin/apt-get")) return "there is no apt-get";
  progress(`installing Debian packages: ${packages.join(" ")} ...`);
  const begin = performance.now();
  const ownPolicy = !existsSync(policy);
  // Debian's way of saying that package scripts start nothing (invoke-rc.d(8), exit code 101).
  if (ownPolicy) writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    const failure = aptGet("update") ?? aptGet("install", "-y", "--no-install-recommends", ...packages);
    if (failure !== undefined) return failure;
  } finally {
    if (ownPolicy) rmSync(policy, { force: true });
  }
  progress(`Debian packages are there after ${((performance.now() - begin) / 1000).toFixed(1)} s.`);
  return undefined;
}

function aptGet(...args: readonly string[]): string | undefined {
  const { status, stderr } = spawnSync("apt-get", ["-q", "-o", "DPkg::Lock::Timeout=120", ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (status === 0) return undefined;
  return `apt-get ${args[0]} failed: ${stderr.trim().split("\n").at(-1) ?? ""}`;
}
