import { AgentFault } from "../core/agent-fault.ts";
import { parseDuration } from "../core/duration.ts";
import type { OpenLog } from "../machine/open-log.ts";
import type { OperatorEvent } from "../wiring/operator/operator-event.ts";
import type { OperatorSide } from "../wiring/operator/operator-side.ts";
import { csvHead, csvLine } from "./csv-line.ts";
import { eventJson } from "./event-json.ts";
import { eventLines, type FindThing } from "./event-lines.ts";

export interface PastOptions {
  /** How far back, as `2h`. */
  readonly since: string;
  readonly csv: boolean;
  readonly json: boolean;
  readonly room: string | undefined;
}

/** ms back from now; throws AgentFault `bad-usage`. */
export function readSince(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new AgentFault("bad-usage", `--since ${text} is no duration: it looks like 2h or 30m.`);
  return ms;
}

/** Prints what was measured from then on and reached the rooms, oldest event first. What is missing is named, by number. */
export async function watchPast(
  side: Pick<OperatorSide, "past" | "agents">,
  options: PastOptions,
  { log, print, findThing, now }: { log: OpenLog; print: (line: string) => void; findThing: FindThing; now: number },
): Promise<void> {
  const sinceAt = now - readSince(options.since);
  if (options.csv) print(csvHead);
  await side.past(sinceAt, (event) => {
    if (options.room !== undefined && event.room !== options.room) return;
    if (event.kind === "gap") {
      const { agent, epoch, from, to } = event;
      log.warn(`telemetry ${from} to ${to} of epoch ${epoch} of ${agent} is missing`, { code: "gap" });
    }
    for (const line of linesOf(within(event, sinceAt), options, findThing, side.agents().length)) print(line);
  });
}

function linesOf(
  event: OperatorEvent,
  { csv, json }: PastOptions,
  findThing: FindThing,
  agents: number,
): readonly string[] {
  if (!csv) return json ? [eventJson(event)] : eventLines(event, findThing, agents);
  return event.kind === "readings" ? event.readings.map((reading) => csvLine(event, reading)) : [];
}

/** An event may hold readings from before the time that was asked for. Where times are guesses nobody knows, and all of it is told. */
function within(event: OperatorEvent, sinceAt: number): OperatorEvent {
  if (event.kind !== "readings" || event.times === "guessed") return event;
  return { ...event, readings: event.readings.filter(({ at }) => at >= sinceAt) };
}
