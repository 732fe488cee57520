import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Configuration } from "../../config/configuration.ts";
import { formatProblem } from "../../config/problem.ts";
import { AgentFault } from "../../core/agent-fault.ts";
import { readConfiguration } from "../read-configuration.ts";
import { refuseExisting } from "./refuse-existing.ts";

/** A configuration that does not stand in its file yet. Nothing is ever overwritten. */
export interface DraftConfiguration {
  readonly configuration: Configuration;
  readonly warnings: readonly string[];
  /** Throws AgentFault where the file came into being meanwhile, or cannot be written. */
  write(): void;
}

/** Checks the text as `roomwire check` would, before anything is done with it. Throws AgentFault `bad-configuration`. */
export function draftConfiguration(file: string, text: string): DraftConfiguration {
  const read = readConfiguration(file, process.env, (name) => (name === file ? text : readFileSync(name, "utf8")));
  if (!read.ok) {
    throw new AgentFault("bad-configuration", read.problems.map(formatProblem).join("; "), {
      remedy: "Answer otherwise; what is wrong in it came from an answer.",
    });
  }
  return {
    configuration: read.configuration,
    warnings: read.warnings.map(formatProblem),
    write: () => {
      refuseExisting(file);
      try {
        mkdirSync(dirname(file), { recursive: true, mode: 0o755 });
        writeFileSync(file, text, { flag: "wx", mode: 0o644 });
      } catch (cause) {
        throw new AgentFault("bad-usage", `${file} cannot be written.`, {
          cause,
          remedy: "Use sudo, or name a file of your own with --config.",
        });
      }
    },
  };
}
