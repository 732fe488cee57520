import { formatProblem } from "../config/problem.ts";
import { count } from "./count.ts";
import { readConfiguration } from "./read-configuration.ts";

export interface CheckOptions {
  /** The configuration file. */
  readonly config: string;
  readonly json: boolean;
}

/** `roomwire check`: every problem and warning, a line each; touches nothing. Resolves to the exit code, 0 or 1. */
export async function check(options: CheckOptions, print: (line: string) => void): Promise<number> {
  const read = readConfiguration(options.config);
  const problems = read.ok ? [] : read.problems;
  if (options.json) {
    print(JSON.stringify({ ok: read.ok, problems, warnings: read.warnings }));
    return read.ok ? 0 : 1;
  }
  for (const problem of problems) print(formatProblem(problem));
  for (const warning of read.warnings) print(`warning: ${formatProblem(warning)}`);
  if (read.ok) {
    const { things, connections } = read.configuration;
    print(`${options.config}: good, ${count(things.length, "Thing")} on ${count(connections.length, "connection")}`);
  } else print(`${options.config}: ${count(problems.length, "problem")}`);
  return read.ok ? 0 : 1;
}
