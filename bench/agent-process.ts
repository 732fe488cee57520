import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { monotonicMs } from "./monotonic-ms.ts";

export interface AgentProcess extends AsyncDisposable {
  readonly pid: number;
  /** See monotonicMs. */
  readonly startedAt: number;
  /** Resolves to the first message of the log that begins so, also a past one; rejects when the agent ends before. */
  said(beginning: string): Promise<string>;
  /** How often each refusal code was logged. */
  refusals(): ReadonlyMap<string, number>;
  /** SIGTERM; resolves when it is gone. */
  stop(): Promise<void>;
}

export interface AgentStart {
  readonly configuration: string;
  /** NODE_COMPILE_CACHE, as in the unit. */
  readonly compileCache: string;
  /** Another Node binary than this process's. */
  readonly node?: string;
  /** Flags for Node besides those of the unit. */
  readonly flags?: readonly string[];
  /** Another program than `roomwire run`, from the root of the checkout, and its arguments. */
  readonly program?: readonly string[];
}

const root = join(import.meta.dirname, "..");

const unit = readFileSync(join(root, "systemd/roomwire.service"), "utf8");

/** The flags with which the unit starts Node: what is measured is what is installed. */
export function unitFlags(): readonly string[] {
  const flags = /^ExecStart=\S+((?: --\S+)*) \S+main\.ts run /m.exec(unit)?.[1];
  if (flags === undefined) throw new Error("systemd/roomwire.service starts the agent in an unknown way.");
  return flags.split(" ").filter(Boolean);
}

/** The unit's environment, the compile cache elsewhere. */
export function unitEnvironment(compileCache: string): NodeJS.ProcessEnv {
  const pairs = [...unit.matchAll(/^Environment=(.+)$/gm)].flatMap(([, words = ""]) => words.split(" "));
  const entries = pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]);
  return { PATH: process.env.PATH, ...Object.fromEntries(entries), NODE_COMPILE_CACHE: compileCache };
}

/** Starts the agent as the unit does. */
export function startAgent({
  configuration,
  compileCache,
  node = process.execPath,
  flags = [],
  program = ["src/main.ts", "run", "--config", configuration],
}: AgentStart): AgentProcess {
  const startedAt = monotonicMs();
  const child = spawn(node, [...unitFlags(), ...flags, ...program], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
    env: unitEnvironment(compileCache),
  });
  const messages = new Set<string>();
  const refused = new Map<string, number>();
  const waiting = new Map<string, PromiseWithResolvers<string>>();
  let last = "";
  createInterface({ input: child.stderr }).on("line", (line) => {
    last = line;
    const { message, code } = logLine(line);
    messages.add(message);
    for (const [beginning, { resolve }] of waiting) if (message.startsWith(beginning)) resolve(message);
    if (message.startsWith("refused ") && code !== undefined) refused.set(code, (refused.get(code) ?? 0) + 1);
  });
  const gone = once(child, "close").then(() => {
    for (const { reject } of waiting.values()) reject(new Error(`The agent ended. Its last line: ${last}`));
  });
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await gone;
    process.off("exit", kill);
  };
  return {
    pid: child.pid ?? 0,
    startedAt,
    refusals: () => refused,
    said(beginning) {
      const past = messages.values().find((message) => message.startsWith(beginning));
      if (past !== undefined) return Promise.resolve(past);
      const wait = waiting.get(beginning) ?? Promise.withResolvers<string>();
      waiting.set(beginning, wait);
      return wait.promise;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Node's own last words are no JSON. */
function logLine(line: string): { readonly message: string; readonly code: string | undefined } {
  if (!line.startsWith("{")) return { message: line, code: undefined };
  const { message, code } = JSON.parse(line) as Readonly<Record<string, unknown>>;
  return { message: String(message), code: typeof code === "string" ? code : undefined };
}
