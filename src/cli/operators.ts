import { AgentFault } from "../core/agent-fault.ts";
import { plainObject } from "../core/plain-object.ts";
import { systemClock } from "../machine/clock.ts";
import { openControlFile } from "../store/control-file.ts";
import { answerOperators } from "../wiring/people/answer-operators.ts";
import { askAgent } from "./ask-agent.ts";
import { type AskPerson, askYesOrNo } from "./operators/ask-yes-or-no.ts";
import { operatorLines, verifyLine } from "./operators/operator-lines.ts";
import { readOperatorWords } from "./operators/read-operator-words.ts";
import { usableConfiguration } from "./usable-configuration.ts";

export interface OperatorsOptions {
  /** The configuration file. */
  readonly config: string;
  readonly json: boolean;
  readonly session?: string | undefined;
  readonly inRoom: boolean;
}

/** ms: a person has ten minutes to begin, and five to compare. */
const patienceMs = 660_000;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * `roomwire operators`: who may do what and whose key is pinned how; verifies, pairs, pins, removes. Asks the running agent;
 * without one it reads the store itself. Resolves to the exit code: 1 for a verification that did not succeed. Throws AgentFault.
 */
export async function operators(
  words: readonly string[],
  options: OperatorsOptions,
  print: (line: string) => void,
  askPerson: AskPerson = (question) => askYesOrNo(process.stdin, process.stderr)(question),
): Promise<number> {
  const request = readOperatorWords(words, options);
  const configuration = usableConfiguration(options.config, silent);
  const { stateDirectory } = configuration;
  const onLine = (line: object, reply: (line: unknown) => void): void => {
    if (options.json) print(JSON.stringify(line));
    else for (const text of verifyLine(line)) print(text);
    if (plainObject(line).kind === "emojis")
      void askPerson("Do they match? yes or no: ").then((matches) => reply({ matches }));
  };
  const asked = await askAgent({ stateDirectory, do: "operators", with: request, onLine, silentMs: patienceMs });
  const end = asked ?? (await askStore(stateDirectory, configuration, request));
  if (options.json) print(JSON.stringify(end));
  else for (const line of operatorLines(request.ask, end)) print(line);
  return plainObject(end).kind === "ended" ? 1 : 0;
}

async function askStore(
  directory: string,
  configuration: ReturnType<typeof usableConfiguration>,
  request: Readonly<Record<string, unknown>>,
): Promise<object> {
  const clock = systemClock(configuration.clock);
  using store = openControlFile(directory, clock);
  const desk = { configuration, store, clock, agent: configuration.matrix.user, live: undefined };
  const answer = await answerOperators(desk, {
    request: { ...request, do: "operators" },
    say: async () => undefined,
    nextLine: async () => undefined,
    signal: new AbortController().signal,
    muted: new AbortController().signal,
  });
  if ("end" in answer) return answer.end;
  throw new AgentFault("internal", answer.error.detail);
}
