import { AgentFault } from "../core/agent-fault.ts";
import { droppedInAll } from "../core/delivery.ts";
import { formatSize } from "../core/size.ts";
import { timeText } from "../core/time-text.ts";
import type { OpenLog } from "../machine/open-log.ts";
import type { StatusReport } from "../wiring/answer-status.ts";
import { askAgent } from "./ask-agent.ts";
import { usableConfiguration } from "./usable-configuration.ts";

/** Alerts that are shown one by one. */
const mostAlerts = 20;

/** `roomwire status`: how the running agent is and how its readings get away. Resolves to the exit code; throws AgentFault. */
export async function status(
  options: { readonly config: string; readonly json: boolean },
  log: OpenLog,
  print: (line: string) => void,
): Promise<number> {
  const { stateDirectory } = usableConfiguration(options.config, log);
  const answer = await askAgent({ stateDirectory, do: "status" });
  if (answer === undefined) {
    throw new AgentFault("agent-out-of-reach", `No agent runs on ${stateDirectory}.`, { remedy: "Start it." });
  }
  if (options.json) print(JSON.stringify(answer));
  else for (const line of statusLines(answer as StatusReport)) print(line);
  return 0;
}

/** Each line a name and what is so, the names in one column. */
export function statusLines(report: StatusReport): readonly string[] {
  const { version, at, started_at, clock, stopped, stores, down_connections: down } = report;
  const rows: readonly (readonly [string, string])[] = [
    ["agent", `${version}, started ${timeText(started_at)}`],
    ["clock", `${clock}, ${timeText(at)}`],
    ...(stopped === null ? [] : [["stopped", `by ${stopped.by}, ${timeText(stopped.at)}`] as const]),
    ...(stores === null ? [] : [["disk", diskText(stores)] as const]),
    ...(down.length === 0 ? [] : [["not connected", down.join(", ")] as const]),
    ...alertRows(report),
    ["homeserver", linkText(report)],
    ...sendingRows(report),
    ...storageRows(report),
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return rows.map(([name, text]) => `${name.padEnd(width)}${text}`);
}

function alertRows({ alerts, muted }: StatusReport): readonly (readonly [string, string])[] {
  const shown = alerts.slice(0, mostAlerts).map(({ thing, text, since, acknowledged_by: by }) => {
    const what = text ?? `something private of ${thing}`;
    return ["alert", `${what}, since ${timeText(since)}${by === null ? "" : `, seen by ${by}`}`] as const;
  });
  const more = alerts.length - shown.length;
  const quiet = Object.entries(muted).map(([of, until]) => `${of} until ${timeText(until)}`);
  return [
    ...(alerts.length === 0 ? [["alerts", "none"] as const] : shown),
    ...(more > 0 ? [["alerts", `${more} more; --json tells all`] as const] : []),
    ...(quiet.length === 0 ? [] : [["muted", quiet.join(", ")] as const]),
  ];
}

function diskText({ code, detail, since }: NonNullable<StatusReport["stores"]>): string {
  return `takes nothing since ${timeText(since)}, so the room was left (${code}: ${detail})`;
}

function linkText({ link, stores, last_sent_at: last }: StatusReport): string {
  const states = { up: "connected", lost: "not heard", opening: "not heard since the start" };
  const heard = stores === null ? states[link] : "left";
  return `${heard}, ${last === null ? "no event taken since the start" : `last event taken ${timeText(last)}`}`;
}

function sendingRows({ waiting, posts_waiting: posts, per_minute, budget }: StatusReport) {
  const { readings, bytes, oldest_at: oldest } = waiting;
  const since = oldest === null ? "" : `, the oldest from ${timeText(oldest)}`;
  const pause = budget.paused_ms > 0 ? `, asked to wait ${Math.ceil(budget.paused_ms / 1000)} s more` : "";
  const most = `at most ${round(budget.events_per_minute)} as learnt, ${budget.burst} at once${pause}`;
  return [
    ["waiting", readings === 0 ? "no reading" : `${readings} readings, ${formatSize(bytes)}${since}`],
    ["other posts", `${posts} waiting`],
    ["recorded", `${round(per_minute.readings)} readings a minute`],
    ["sent", `${round(per_minute.events)} events a minute; ${most}`],
  ] as const;
}

function storageRows(report: StatusReport) {
  const { kept, waiting, hours_left: hours, dropped, in_memory: inMemory } = report;
  const share = Math.round((waiting.bytes / kept.quota) * 100);
  const holds = hours === null ? "" : `; holds ${Math.floor(hours)} h more, were nothing sent`;
  const reasons = Object.entries(dropped).flatMap(([reason, count]) => (count === 0 ? [] : [`${count} ${reason}`]));
  const given = droppedInAll(report) === 0 ? "none" : reasons.join(", ");
  return [
    ["storage", `${formatSize(kept.bytes)} of ${formatSize(kept.quota)}, ${share} % of it waiting${holds}`],
    ...(inMemory === 0 ? [] : [["in memory", `${inMemory} readings: the disk takes none`] as const]),
    ["given up", given],
  ] as const;
}

function round(count: number): string {
  return String(Math.round(count * 10) / 10);
}
