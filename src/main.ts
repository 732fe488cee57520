import { parseArgs } from "node:util";
import type { OperatorOptions } from "./cli/operator-options.ts";
import { printLines } from "./cli/print-lines.ts";
import { noSuchCommand, usage, wrongWords } from "./cli/usage.ts";
import { AgentFault } from "./core/agent-fault.ts";
import { fatalCodes } from "./core/fatal-codes.ts";
import { firstError } from "./core/first-error.ts";
import type { OpenLog } from "./machine/open-log.ts";

/** What a subcommand gets: its flags, the words after it, where to print and to log. */
const flags = {
  config: { type: "string", default: "/etc/roomwire/roomwire.yaml" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
  version: { type: "boolean", default: false },
  verbose: { type: "boolean", short: "v", default: false },
  homeserver: { type: "string" },
  user: { type: "string" },
  "password-file": { type: "string" },
  "recovery-key-file": { type: "string" },
  "state-directory": { type: "string" },
  agent: { type: "string" },
  room: { type: "string" },
  session: { type: "string" },
  "in-room": { type: "boolean", default: false },
  lease: { type: "string" },
  since: { type: "string" },
  csv: { type: "boolean", default: false },
  verify: { type: "boolean", default: false },
  head: { type: "string" },
  yes: { type: "boolean", default: false },
  write: { type: "boolean", default: false },
  listen: { type: "string" },
  "token-file": { type: "string" },
  operator: { type: "string", multiple: true },
  "data-room": { type: "string" },
  name: { type: "string" },
  service: { type: "boolean", default: false },
  "no-qr": { type: "boolean", default: false },
  again: { type: "boolean", default: false },
} as const;

// All is closed by then. The Matrix library's timers, which nobody can stop, would hold the process for two minutes.
process.exit(await main(process.argv.slice(2)));

/** The command line: one subcommand, its exit code. */
async function main(words: readonly string[]): Promise<number> {
  const { openLog } = await import("./machine/open-log.ts");
  let log: OpenLog = openLog({ level: "info" });
  try {
    const { values, positionals } = parse(words);
    if (values.verbose) log = openLog({ level: "debug" });
    const [command = "run", ...rest] = positionals;
    if (values.version) return say(await version());
    if (values.help || command === "help") return say(usage);
    const code = await start(command, values, rest, log);
    return code;
  } catch (error) {
    return fail(error, log);
  }
}

type Flags = ReturnType<typeof parse>["values"];

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: flags, allowPositionals: true });
  } catch (cause) {
    throw new AgentFault("bad-usage", wrongWords(cause, Object.keys(flags)));
  }
}

/** Every subcommand is loaded when it is asked for: `safe` and `check` must not wait for what the agent needs. */
async function start(command: string, values: Flags, rest: readonly string[], log: OpenLog): Promise<number> {
  const print = printLines(process.stdout, values.csv ? "csv" : values.json ? "json" : "text");
  switch (command) {
    case "run":
      await (await import("./cli/run.ts")).run(values, log);
      return 0;
    case "check":
      return await (await import("./cli/check.ts")).check(values, print);
    case "try":
      return await (await import("./cli/try-hardware.ts")).tryHardware(values, rest, log, print);
    case "safe":
      return await (await import("./cli/safe.ts")).safe(values, log, print);
    case "reload":
      return await (await import("./cli/reload.ts")).reload(values, log, print);
    case "forget":
      return await (await import("./cli/forget.ts")).forget(rest, values, log, print);
    case "status":
      return await (await import("./cli/status.ts")).status(values, log, print);
    case "audit":
      return await (await import("./cli/audit.ts")).audit(values, print);
    case "operators": {
      const options = { ...values, inRoom: values["in-room"] };
      return await (await import("./cli/operators.ts")).operators(rest, options, print);
    }
    case "doctor":
      return await (await import("./cli/doctor.ts")).doctor(values, print);
    case "discover":
      return await (await import("./cli/discover.ts")).discover({ ...values, listen: values.listen }, log, print);
    case "setup":
      return await setUp(values, log);
    case "completion":
      return await (await import("./cli/completion.ts")).completion(rest, Object.entries(flags), print);
    case "wipe":
      return await (await import("./cli/wipe.ts")).wipe(values, log, print);
    case "watch":
      return await (await import("./cli/watch.ts")).watch(
        { ...operatorFlags(values), since: values.since, csv: values.csv },
        log,
        print,
      );
    case "send":
      return await (await import("./cli/send.ts")).send(
        { ...operatorFlags(values), lease: values.lease },
        rest,
        log,
        print,
      );
    default:
      throw new AgentFault("bad-usage", noSuchCommand(command));
  }
}

async function setUp(values: Flags, log: OpenLog): Promise<number> {
  const [{ setup }, { openDialogue }, { systemdManager }] = await Promise.all([
    import("./cli/setup.ts"),
    import("./cli/setup/dialogue.ts"),
    import("./cli/setup/offer-unit.ts"),
  ]);
  const { stdin: input, stdout: output } = process;
  const { config, homeserver, user, room, name, yes, service, again } = values;
  const options = {
    ...{ config, homeserver, user, room, name, yes, service, again },
    qr: !values["no-qr"],
    passwordFile: values["password-file"],
    tokenFile: values["token-file"],
    operators: values.operator ?? [],
    dataRoom: values["data-room"],
    stateDirectory: values["state-directory"],
  };
  using _ = (await import("./cli/keep-awake.ts")).keepAwake();
  const dialogue = openDialogue({ input, output, isMute: values.yes });
  return await setup(options, { dialogue, log, manager: systemdManager(), fetch: globalThis.fetch });
}

function operatorFlags(values: Flags): OperatorOptions {
  const { homeserver, user, agent, room, json } = values;
  if (homeserver === undefined || user === undefined) {
    throw new AgentFault("bad-usage", "watch and send need --homeserver and --user.");
  }
  return {
    homeserver,
    user,
    json,
    agent,
    room,
    passwordFile: values["password-file"],
    recoveryKeyFile: values["recovery-key-file"],
    stateDirectory: values["state-directory"],
    qr: !values["no-qr"],
  };
}

async function version(): Promise<string> {
  const { packageFiles } = await import("./machine/package-files.ts");
  return `roomwire ${packageFiles().version}`;
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

/** One line with what is wrong and what to do about it. */
function fail(error: unknown, log: OpenLog): number {
  const first = firstError(error);
  if (first instanceof AgentFault) {
    log.error(`${first.message} ${first.remedy}`, {
      code: first.code,
      ...(first.cause !== undefined && { cause: first.cause }),
      ...(first !== error && { error }),
    });
    return fatalCodes[first.code].exit;
  }
  log.error(`${fatalCodes.internal.meaning} ${fatalCodes.internal.remedy}`, { error });
  return fatalCodes.internal.exit;
}
