import { createInterface } from "node:readline/promises";
import type { Configuration } from "../config/configuration.ts";
import { AgentFault } from "../core/agent-fault.ts";
import type { OpenLog } from "../machine/open-log.ts";
import { assertStoresUnused } from "../store/erase-stores.ts";
import { wipeWord } from "../wiring/wipe-order.ts";
import { type WipeEnd, wipeState } from "../wiring/wipe-state.ts";
import { askAgent } from "./ask-agent.ts";
import { trustCertificates } from "./trust-certificates.ts";
import { usableConfiguration } from "./usable-configuration.ts";

export interface WipeOptions {
  /** The configuration file. */
  readonly config: string;
  /** Without being asked. */
  readonly yes: boolean;
}

/** Where whoever wipes can be asked. */
type Console = {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream;
};

/** ms in which a running agent stops and erases; a large reading log on a slow card takes its time. */
const silentMs = 300_000;

/**
 * `roomwire wipe`: ends the login and erases everything that the state directory holds, by the running agent itself where
 * there is one. Resolves to the exit code: 0 when all is erased and logged out, else 1. Throws AgentFault.
 */
export async function wipe(
  options: WipeOptions,
  log: OpenLog,
  print: (line: string) => void,
  console: Console = process,
): Promise<number> {
  const configuration = usableConfiguration(options.config, log);
  const { stateDirectory } = configuration;
  if (!options.yes && !(await isMeant(configuration, console))) {
    throw new AgentFault("bad-usage", "Nothing was wiped.", { remedy: `Type ${wipeWord} when asked, or give --yes.` });
  }
  const onLine = (said: object): void => print(String("line" in said ? said.line : JSON.stringify(said)));
  const asked = await askAgent({ stateDirectory, do: "wipe", with: { word: wipeWord }, onLine, silentMs });
  const { erased, loggedOut } = (asked as WipeEnd | undefined) ?? (await wipeAlone(configuration, print));
  return erased && loggedOut ? 0 : 1;
}

async function wipeAlone(configuration: Configuration, print: (line: string) => void): Promise<WipeEnd> {
  assertStoresUnused(configuration.stateDirectory);
  trustCertificates(configuration.matrix.caFile);
  return await wipeState(configuration, print);
}

/** What is asked stands apart from what is printed, which may go into a file. */
async function isMeant({ stateDirectory, matrix }: Configuration, { stdin, stderr }: Console): Promise<boolean> {
  if (!stdin.isTTY) return false;
  stderr.write(
    `This erases keys, login, journal, audit and readings in ${stateDirectory} and logs the agent's device out.\n`,
  );
  stderr.write(`The recovery key of ${matrix.user} goes too: keep a copy where the account is to be used again.\n`);
  const questions = createInterface({ input: stdin, output: stderr });
  try {
    return (await questions.question(`Type ${wipeWord} to do it: `)).trim() === wipeWord;
  } finally {
    questions.close();
  }
}
