import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { errorCode } from "../../src/core/error-code.ts";
import { until } from "../fakes/until.ts";

const root = join(import.meta.dirname, "../..");

export interface SupervisorOptions {
  /** For the script. */
  readonly directory: string;
  /** Of the agent. */
  readonly configuration: string;
  /** Whether the agent is started again, as the unit's `Restart=always` says; without the unit's pause. */
  readonly restart: boolean;
}

/** What the script said. */
export interface SupervisorLine {
  /** UTC ms at which it was heard. */
  readonly at: number;
  readonly what: "started" | "ended" | "safe";
  /** The agent's process id, or an exit code. */
  readonly number: number;
}

/** A shell script in the place of systemd: the unit's ExecStart, after each end of it ExecStopPost, and so on. */
export interface UnitSupervisor extends AsyncDisposable {
  readonly lines: readonly SupervisorLine[];
  /** What the agents and `roomwire safe` wrote. */
  text(): string;
  /** How many agents were started so far. */
  starts(): number;
  /** Whether the newest agent wrote something that fits. */
  said(pattern: RegExp): boolean;
  /** kill -9 to the agent that runs. */
  killAgent(): void;
  /** Lets the agent end in good order; nothing is started any more. Resolves when the script is done. */
  end(): Promise<void>;
}

export function superviseUnit({ directory, configuration, restart }: SupervisorOptions): UnitSupervisor {
  const { start, stopPost, environment } = unitCommands(configuration);
  const script = join(directory, "supervise.sh");
  writeFileSync(script, supervisingScript(start, stopPost, restart), { mode: 0o700 });
  const env = { ...process.env, ...environment, NODE_COMPILE_CACHE: join(directory, "compile-cache") };
  const child = spawn("/bin/sh", [script], { stdio: ["ignore", "pipe", "pipe"], env });
  const lines: SupervisorLine[] = [];
  let text = "";
  let sinceStart = 0;
  createInterface({ input: child.stdout }).on("line", (line) => {
    const [, what, number] = /^supervisor: (started|ended|safe) (\d+)$/.exec(line) ?? [];
    if (what === "started") sinceStart = text.length;
    if (what === "started" || what === "ended" || what === "safe") {
      lines.push({ at: Date.now(), what, number: Number(number) });
    } else text += `${line}\n`;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  const ended = once(child, "close");
  const agent = (): number | undefined => {
    const last = lines.findLast(({ what }) => what !== "safe");
    return last?.what === "started" ? last.number : undefined;
  };
  const signal = (name: NodeJS.Signals): void => {
    const pid = agent();
    if (pid !== undefined) signalUnlessGone(pid, name);
  };
  const end = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    writeFileSync(join(directory, "supervise.end"), "");
    // One that has only just been started may not listen for it yet.
    await until("the supervising script ends", () => {
      if (child.exitCode === null) signal("SIGTERM");
      return child.exitCode !== null;
    });
    await ended;
  };
  return {
    lines,
    text: () => text,
    starts: () => lines.filter(({ what }) => what === "started").length,
    said: (pattern) => pattern.test(text.slice(sinceStart)),
    killAgent: () => signal("SIGKILL"),
    end,
    [Symbol.asyncDispose]: end,
  };
}

/** One that ended a moment ago is gone before the script has said so. */
function signalUnlessGone(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (errorCode(error) !== "ESRCH") throw error;
  }
}

function supervisingScript(start: string, stopPost: string, restart: boolean): string {
  return `#!/bin/sh
cd "$(dirname "$0")" || exit 1
while [ ! -e supervise.end ]; do
  ${start} &
  echo "supervisor: started $!"
  wait $!
  echo "supervisor: ended $?"
  ${stopPost}
  echo "supervisor: safe $?"
  ${restart ? ":" : "break"}
done
`;
}

interface UnitCommands {
  readonly start: string;
  readonly stopPost: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The two command lines as they stand in the unit; only where things are installed is replaced. */
export function unitCommands(configuration: string): UnitCommands {
  const unit = readFileSync(join(root, "systemd/roomwire.service"), "utf8");
  const commandLine = (key: string): string => {
    const line = new RegExp(`^${key}=(.*)$`, "m").exec(unit)?.[1];
    if (line === undefined) throw new Error(`the unit has no ${key}`);
    return line
      .replaceAll("/usr/lib/roomwire/bin/node", quoted(process.execPath))
      .replaceAll("/usr/lib/roomwire/src/", `${quoted(join(root, "src"))}/`)
      .replaceAll("/etc/roomwire/roomwire.yaml", quoted(configuration));
  };
  const pairs = [...unit.matchAll(/^Environment=(MALLOC.*)$/gm)].flatMap(([, words = ""]) => words.split(" "));
  const environment = Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
  return { start: commandLine("ExecStart"), stopPost: commandLine("ExecStopPost"), environment };
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}
