import type { Configuration } from "../config/configuration.ts";
import { formatProblem } from "../config/problem.ts";
import { AgentFault } from "../core/agent-fault.ts";
import type { Log } from "../core/log.ts";
import { count } from "./count.ts";
import { readConfiguration } from "./read-configuration.ts";

/**
 * Reads and checks the configuration; every problem is logged, warnings only with --verbose unless `warns`, since they stand in what
 * `check` and `doctor` say, and never as more those about pins, which stand in no file. Throws `bad-configuration`.
 */
export function usableConfiguration(file: string, log: Log, { warns = false } = {}): Configuration {
  const read = readConfiguration(file);
  for (const warning of read.warnings) {
    log[warns && warning.about !== "pin" ? "warn" : "debug"](formatProblem(warning));
  }
  if (read.ok) return read.configuration;
  for (const problem of read.problems) log.error(formatProblem(problem));
  throw new AgentFault("bad-configuration", `${file} has ${count(read.problems.length, "problem")}.`);
}
