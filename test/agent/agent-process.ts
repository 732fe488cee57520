import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { until } from "../fakes/until.ts";

const program = join(import.meta.dirname, "../../src/main.ts");

export interface LogLine extends Readonly<Record<string, unknown>> {
  readonly level: string;
  readonly message: string;
}

/** `roomwire …` as a process of its own, its log read line by line; killed when disposed. */
export interface AgentProcess extends AsyncDisposable {
  readonly lines: readonly LogLine[];
  /** All that it wrote to standard error and output, as it came. */
  text(): string;
  /** The first line whose message fits; rejects after 8 s, or at once when the process ended without one. */
  said(pattern: RegExp): Promise<LogLine>;
  /** Lines from `warn` on whose message fits. */
  complaints(pattern?: RegExp): readonly LogLine[];
  /** SIGTERM; resolves with the exit code and the ms that it took. */
  stop(): Promise<{ readonly code: number | null; readonly ms: number }>;
  kill(): Promise<void>;
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<number | null>;
}

export function startRoomwire(
  words: readonly string[],
  options: {
    readonly flags?: readonly string[];
    readonly env?: NodeJS.ProcessEnv;
    /** Another one in the place of src/main.ts. */
    readonly program?: string;
  } = {},
): AgentProcess {
  const child = spawn(process.execPath, [...(options.flags ?? []), options.program ?? program, ...words], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...options.env },
  });
  const lines: LogLine[] = [];
  let text = "";
  const take = (chunk: Buffer): void => {
    text += chunk.toString();
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (line.startsWith("{")) lines.push(JSON.parse(line) as LogLine);
  });
  let hasEnded = false;
  const ended = once(child, "close").then(([code]) => {
    hasEnded = true;
    return code as number | null;
  });
  const find = (pattern: RegExp): LogLine | undefined => lines.find(({ message }) => pattern.test(message));
  return {
    lines,
    ended,
    text: () => text,
    async said(pattern) {
      await until(`the agent says ${pattern}`, () => {
        if (find(pattern) === undefined && hasEnded) throw new Error(`it ended without saying ${pattern}: ${text}`);
        return find(pattern) !== undefined;
      }).catch((error: unknown) => {
        throw new Error(`${String(error)}\n${text}`);
      });
      return find(pattern) as LogLine;
    },
    complaints: (pattern = /(?:)/) =>
      lines.filter(({ level, message }) => (level === "warn" || level === "error") && pattern.test(message)),
    async stop() {
      const begin = performance.now();
      child.kill("SIGTERM");
      const code = await ended;
      return { code, ms: performance.now() - begin };
    },
    signal: (name) => void child.kill(name),
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

export interface AgentSettings {
  readonly homeserver: string;
  readonly user: string;
  /** Written into the password file; undefined: no such file and no such setting. */
  readonly password?: string | undefined;
  readonly matrix?: object;
  readonly operators?: readonly object[];
  readonly connections?: object;
  readonly things?: object;
  readonly more?: object;
}

const aLamp = {
  type: "boolean",
  from: { line: "lamp" },
  to: { line: "lamp", safe_value: false },
  limits: { max_on: "10m" },
};
const aWave = {
  type: "number",
  unit: "Cel",
  decimals: 1,
  from: { wave: "sine", low: "15", high: "30", every: "100ms" },
};

/** One simulated Thing with a wave and a lamp, unless said otherwise. */
export const simulatedThings = {
  box: {
    connection: "trial",
    properties: { temperature: { ...aWave, report: { at_most_every: "100ms" } }, lamp: aLamp },
  },
} as const;

/** Writes a configuration into `directory`, its state in `directory/state`; returns its file. */
export function writeConfiguration(directory: string, settings: AgentSettings): string {
  const { homeserver, user, password, matrix, operators = [], connections, things, more } = settings;
  if (password !== undefined) writeFileSync(join(directory, "password"), `${password}\n`, { mode: 0o600 });
  mkdirSync(directory, { recursive: true });
  const file = join(directory, "roomwire.yaml");
  const configuration = {
    matrix: { homeserver, user, ...(password !== undefined && { password_file: "password" }), ...matrix },
    clock: "trusted",
    state_directory: join(directory, "state"),
    storage: { durability: "100ms" },
    operators,
    connections: connections ?? { trial: { type: "simulated" } },
    things: things ?? simulatedThings,
    ...more,
  };
  writeFileSync(file, JSON.stringify(configuration, null, 2));
  return file;
}

/** Readings on the disk of an agent that may still run, looked at in a copy of its file and log. */
export function readingsStored(directory: string): number {
  const rows = "SELECT count FROM segments UNION ALL SELECT count FROM groups";
  return askReadings(directory, `SELECT coalesce(sum(count), 0) AS answer FROM (${rows})`);
}

/** How many of them the homeserver has, from the oldest on. */
export function readingsDelivered(directory: string): number {
  return askReadings(directory, "SELECT delivered_through AS answer FROM cursor");
}

function askReadings(directory: string, question: string): number {
  const copy = join(directory, "copy");
  mkdirSync(copy, { recursive: true });
  for (const name of ["readings.db", "readings.db-wal"]) {
    const file = join(directory, "state", name);
    rmSync(join(copy, name), { force: true });
    if (existsSync(file)) copyFileSync(file, join(copy, name));
  }
  const database = new DatabaseSync(join(copy, "readings.db"));
  try {
    return Number(database.prepare(question).get()?.answer);
  } finally {
    database.close();
  }
}
