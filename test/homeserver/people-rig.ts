import { PassThrough } from "node:stream";
import { agent } from "../../src/agent.ts";
import { operators as askOperators } from "../../src/cli/operators.ts";
import { readConfiguration } from "../../src/cli/read-configuration.ts";
import type { RoomId } from "../../src/core/ids.ts";
import { bootClock } from "../../src/machine/boot-clock.ts";
import { systemChance } from "../../src/machine/chance.ts";
import { systemClock } from "../../src/machine/clock.ts";
import { machine } from "../../src/machine/machine.ts";
import { openLog } from "../../src/machine/open-log.ts";
import { systemd } from "../../src/machine/systemd.ts";
import type { EventRate } from "../../src/outbox/learnt-rate.ts";
import { type AgentSettings, type LogLine, writeConfiguration } from "../agent/agent-process.ts";
import { until } from "../fakes/until.ts";
import { type MatrixUser, type PlainClient, synapseUrl } from "./matrix-user.ts";

/** The whole agent in this process, with what it logged and what its console says. */
export interface PeopleAgent extends AsyncDisposable {
  /** Its configuration file. */
  readonly config: string;
  readonly log: readonly LogLine[];
  /** Rejects with the fault that left it nothing to go on with. */
  readonly ended: Promise<void>;
  /** The first line that fits; waits for it. */
  logged(pattern: RegExp): Promise<LogLine>;
  /** `roomwire operators …`: the lines it printed, the exit code last. */
  operators(...words: readonly string[]): Promise<readonly string[]>;
  /** The same with --json: the last line. */
  operatorsJson(...words: readonly string[]): Promise<Readonly<Record<string, unknown>>>;
}

export function startPeopleAgent(
  directory: string,
  user: MatrixUser,
  settings: Partial<AgentSettings>,
  rate?: EventRate,
): PeopleAgent {
  const config = writeConfiguration(directory, {
    homeserver: synapseUrl,
    user: user.id,
    password: user.password,
    ...settings,
  });
  const read = readConfiguration(config);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const clock = systemClock("trusted");
  const log: LogLine[] = [];
  const write = (line: string): void => void log.push(JSON.parse(line) as LogLine);
  const stop = new AbortController();
  const ended = agent(
    {
      configuration: read.configuration,
      machine: machine(clock),
      clock,
      boot: bootClock(process.env),
      chance: systemChance,
      log: openLog({ level: "info", write }),
      systemd: systemd({}, process.pid),
      version: "test",
      readConfiguration: () => readConfiguration(config),
      onHangUp: () => new DisposableStack(),
      ...(rate !== undefined && { rate }),
    },
    stop.signal,
  );
  ended.catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  const logged = async (pattern: RegExp): Promise<LogLine> => {
    const find = () => log.find(({ message }) => pattern.test(message));
    await until(`the agent logs ${pattern}`, () => find() !== undefined);
    return find() as LogLine;
  };
  const console = async (json: boolean, words: readonly string[]): Promise<string[]> => {
    const lines: string[] = [];
    const code = await askOperators(words, { config, json, inRoom: false }, (line) => lines.push(line));
    return [...lines, String(code)];
  };
  return {
    config,
    log,
    ended,
    logged,
    operators: (...words) => console(false, words),
    operatorsJson: async (...words) => JSON.parse((await console(true, words)).at(-2) ?? "") as Record<string, unknown>,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await ended;
    },
  };
}

/** Accepts the agent's invitation to its room for people; returns its id. */
export async function joinRoomOf(running: PeopleAgent, { client }: PlainClient): Promise<RoomId> {
  const room = String((await running.logged(/^ready$/)).room) as RoomId;
  await until("the agent's invitation came", () => client.getRoom(room)?.getMyMembership() === "invite");
  await client.joinRoom(room);
  await until("the room is joined", () => client.getRoom(room)?.getMyMembership() === "join");
  return room;
}

/** Types a text and waits for what is answered to it. */
export async function say(person: PlainClient, room: RoomId, body: string): Promise<string> {
  const id = await person.send(room, "m.room.message", { msgtype: "m.text", body });
  const answer = () =>
    person.received(room, "m.room.message").find(({ content }) => {
      const relation = content["m.relates_to"] as
        | { readonly "m.in_reply_to"?: { readonly event_id?: string } }
        | undefined;
      return relation?.["m.in_reply_to"]?.event_id === id;
    });
  await until(`${body} is answered`, () => answer() !== undefined);
  return String(answer()?.content.body);
}

/** A stream that is a console at which somebody types these lines. */
export function typed(...lines: readonly string[]): NodeJS.ReadableStream {
  const stream = new PassThrough();
  stream.end(lines.map((line) => `${line}\n`).join(""));
  return stream;
}
