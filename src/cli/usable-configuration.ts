import type { Configuration } from "../config/configuration.ts";
import { formatProblem } from "../config/problem.ts";
import { AgentFault } from "../core/agent-fault.ts";
import type { Log } from "../core/log.ts";
import { count } from "./count.ts";
import { readConfiguration } from "./read-configuration.ts";

/** Reads and checks the configuration; every problem is logged. Throws `bad-configuration`. */
export function usableConfiguration(file: string, log: Log): Configuration {
  const read = readConfiguration(file);
  for (const warning of read.warnings) log.warn(formatProblem(warning));
  if (read.ok) return read.configuration;
  for (const problem of read.problems) log.error(formatProblem(problem));
  throw new AgentFault("bad-configuration", `${file} has ${count(read.problems.length, "problem")}.`);
}
