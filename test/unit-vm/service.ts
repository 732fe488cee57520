import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import type { LogEntry } from "../../src/core/store-ports.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { openLog } from "../store/some-readings.ts";

const state = "/var/lib/roomwire";

/** The service as systemctl(1) shows it, one property. */
export function shown(property: string): string {
  return run("systemctl", "show", "--value", `--property=${property}`, "roomwire");
}

/** Throws where the service does not run. */
export function runningPid(): number {
  const pid = Number(shown("MainPID"));
  if (pid === 0) throw new Error(`the service is ${shown("SubState")}, its last result ${shown("Result")}`);
  return pid;
}

/** Runs a program to its end; its output. Throws when it fails, with what it complained of. */
export function run(command: string, ...words: readonly string[]): string {
  return execFileSync(command, words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}

/** What the agent logged since the machine started, all its lives. */
export function journal(): string {
  return run("journalctl", "--boot", "--no-pager", "--output=cat", "--unit=roomwire");
}

/** Installs the configuration and the password as systemd/README.md says, by hand. */
export function configure(configuration: object): void {
  const file = "/etc/roomwire/roomwire.yaml";
  writeFileSync(file, JSON.stringify(configuration, null, 2), { mode: 0o640 });
  run("chgrp", "roomwire", file);
  writeFileSync("/etc/credstore/roomwire.password", "a password\n", { mode: 0o600 });
}

/** What is on the disk of a property, looked at in a copy of the file and its log: the agent goes on meanwhile. */
export function recorded(thing: string, property: string): readonly LogEntry[] {
  using directory = temporaryDirectory();
  if (!existsSync(join(state, "readings.db"))) return [];
  for (const name of ["readings.db-wal", "readings.db"]) {
    if (existsSync(join(state, name))) copyFileSync(join(state, name), join(directory.path, name));
  }
  using log = openLog(directory.path, { onDamage: () => undefined });
  return [...log.history(affordancePath(asThingId(thing), property), 0, Number.MAX_SAFE_INTEGER)];
}

/** The field of /proc/PID/status. */
export function statusOf(pid: number, field: string): string {
  return new RegExp(`^${field}:\\s*(.*)$`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "";
}

/** The complaint of a shell that joined the service's control group and ran this; empty where it could. */
export function complaintInside(script: string): string {
  const join = "echo $$ > /sys/fs/cgroup/system.slice/roomwire.service/cgroup.procs";
  return spawnSync("sh", ["-c", `${join} && ${script}`], { encoding: "utf8" }).stderr.trim();
}
