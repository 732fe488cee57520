import type { Configuration } from "../config/configuration.ts";
import { formatProblem } from "../config/problem.ts";
import { AgentFault } from "../core/agent-fault.ts";
import { systemClock } from "../machine/clock.ts";
import { machine } from "../machine/machine.ts";
import { readSecret } from "../wiring/read-secret.ts";
import { checkClock } from "./doctor/check-clock.ts";
import { checkCrypto } from "./doctor/check-crypto.ts";
import { checkDisk } from "./doctor/check-disk.ts";
import { checkHomeserver } from "./doctor/check-homeserver.ts";
import { checkPorts } from "./doctor/check-ports.ts";
import { checkRooms } from "./doctor/check-rooms.ts";
import { checkTrust } from "./doctor/check-trust.ts";
import { findRunningAgent } from "./doctor/find-running-agent.ts";
import { type Finding, findingsOf, formatFinding } from "./doctor/finding.ts";
import { homeserverSession } from "./doctor/homeserver-session.ts";
import { knownPeople } from "./doctor/known-people.ts";
import { readConfiguration } from "./read-configuration.ts";
import { trustCertificates } from "./trust-certificates.ts";

export interface DoctorOptions {
  /** The configuration file. */
  readonly config: string;
  readonly json: boolean;
}

/**
 * `roomwire doctor`: what works and what does not, a line each with its remedy. Works beside a running agent and without one;
 * changes nothing. Resolves to the exit code: 0 when nothing FAILs, else 1.
 */
export async function doctor({ config, json }: DoctorOptions, print: (line: string) => void): Promise<number> {
  const all: Finding[] = [];
  const say = (findings: readonly Finding[]): void => {
    all.push(...findings);
    if (!json) for (const finding of findings) print(formatFinding(finding));
  };
  const read = readConfiguration(config);
  const { ok, warn, fail } = findingsOf("configuration");
  // Whose key is pinned is told under trust.
  const warnings = read.warnings.filter(({ about }) => about !== "pin");
  say(warnings.map((warning) => warn(formatProblem(warning), "see docs/config.md")));
  if (read.ok) {
    say([ok(`${config} is good`)]);
    await examine(read.configuration, say);
  } else {
    say(read.problems.map((problem) => fail(formatProblem(problem), "mend it; nothing else can be looked at before")));
  }
  const isWell = all.every(({ level }) => level !== "FAIL");
  if (json) print(JSON.stringify({ ok: isWell, findings: all }));
  return isWell ? 0 : 1;
}

async function examine(configuration: Configuration, say: (findings: readonly Finding[]) => void): Promise<void> {
  const { matrix, stateDirectory } = configuration;
  const clock = systemClock("auto");
  const running = findRunningAgent(stateDirectory);
  say([checkClock(configuration.clock, clock)]);
  say(trusted(matrix.caFile));
  say(await checkHomeserver(matrix.homeserver, clock.now));
  say([checkCrypto(stateDirectory, running)]);
  const session = homeserverSession(matrix.homeserver, stateDirectory);
  const known = await knownPeople(configuration);
  say(await checkTrust(configuration, session, known));
  say(await checkRooms(configuration, session, running, known));
  const secrets = readSecret({ hide: () => undefined });
  say(await checkPorts(configuration, { machine: machine(clock), clock, readSecret: secrets }));
  say(checkDisk(stateDirectory));
}

function trusted(caFile: string | undefined): readonly Finding[] {
  try {
    trustCertificates(caFile);
    return [];
  } catch (error) {
    if (!(error instanceof AgentFault)) throw error;
    return [findingsOf("homeserver").fail(error.message.replace(/\.$/, ""), error.remedy)];
  }
}
