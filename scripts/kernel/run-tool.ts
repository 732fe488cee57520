import { spawnSync } from "node:child_process";

/** Runs a program to its end; its output, or an Error with the last lines of what it complained of. */
export function runTool(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return stdout;
  const complaint = error?.message ?? [...stderr.trim().split("\n"), `status ${status}`].slice(-6).join("\n");
  throw new Error(`${command} ${args.slice(0, 3).join(" ")} failed: ${complaint}`);
}
