import { once } from "node:events";
import { AgentFault } from "../core/agent-fault.ts";
import type { OpenLog } from "../machine/open-log.ts";
import type { Ignored, OperatorEvent } from "../wiring/operator/operator-event.ts";
import type { OperatorSide } from "../wiring/operator/operator-side.ts";
import { eventJson } from "./event-json.ts";
import { eventLines } from "./event-lines.ts";
import { findThing } from "./find-thing.ts";
import { keepAwake } from "./keep-awake.ts";
import { openOperatorLogin } from "./open-operator-login.ts";
import type { OperatorOptions } from "./operator-options.ts";
import { readSince, watchPast } from "./watch-past.ts";

export interface WatchOptions extends OperatorOptions {
  /** How far back, as `2h`: then what was is printed, and that is all. */
  readonly since: string | undefined;
  readonly csv: boolean;
}

/**
 * `roomwire watch`: what the agents say, until SIGINT or SIGTERM, or what they said since a time. Resolves to the exit code; throws
 * AgentFault.
 */
export async function watch(options: WatchOptions, log: OpenLog, print: (line: string) => void): Promise<number> {
  const { since } = options;
  if (since !== undefined) readSince(since);
  else if (options.csv) throw new AgentFault("bad-usage", "--csv needs --since: how far back, as 2h.");
  using _ = keepAwake();
  const fatal = Promise.withResolvers<never>();
  fatal.promise.catch(() => undefined);
  const stop = new AbortController();
  const stopped = once(stop.signal, "abort");
  const onSignal = (): void => stop.abort();
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  // The first events come while the login opens, before there is somebody to ask for labels.
  const early: OperatorEvent[] = [];
  let show = (event: OperatorEvent): void => void early.push(event);
  const opening = openOperatorLogin(options, { log, onEvent: (event) => show(event), onFatal: fatal.reject });
  const opened = await Promise.race([opening, stopped.then(() => undefined), fatal.promise]);
  if (opened === undefined) {
    opening.then((late) => late[Symbol.asyncDispose]()).catch(() => undefined);
    return 0;
  }
  await using side = opened;
  if (since !== undefined) {
    const past = { log, print, findThing: findThing(side), now: Date.now() };
    await Promise.race([watchPast(side, { ...options, since }, past), stopped, fatal.promise]);
    sayIgnored(side.ignored(), log);
    return 0;
  }
  print(whoWeAre(side, options.json));
  const warning = side.agents().length === 0 ? noAgent(options.agent) : undefined;
  await using live = options.json ? undefined : await liveOn(process, side, { quit: onSignal, warning });
  show = (event) => {
    if (!isAsked(event, options)) return;
    if (live !== undefined) live.take(event);
    else if (options.json) print(eventJson(event));
    else for (const line of eventLines(event, findThing(side), side.agents().length)) print(line);
  };
  early.forEach(show);
  if (live === undefined && warning !== undefined) log.warn(warning);
  await Promise.race([stopped, fatal.promise]);
  await live?.[Symbol.asyncDispose]();
  sayIgnored(side.ignored(), log);
  return 0;
}

/** The live table, where there is a terminal for it. */
async function liveOn(
  { stdin: input, stdout: output }: NodeJS.Process,
  side: OperatorSide,
  { quit, warning }: { readonly quit: () => void; readonly warning: string | undefined },
) {
  if (!input.isTTY || !output.isTTY) return undefined;
  const { watchLive } = await import("./live/watch-live.ts");
  const head = [whoWeAre(side, false)];
  const live = watchLive({
    input,
    output,
    head,
    keys: [{ key: "q", does: "ends", press: quit }],
    findThing: findThing(side),
    agents: () => side.agents().length,
  });
  if (warning !== undefined) live.tell(warning);
  return live;
}

function isAsked({ room }: OperatorEvent, { room: only }: OperatorOptions): boolean {
  return only === undefined || room === only;
}

/** The master key is public: people put it under `operators` in the agent's configuration. */
function whoWeAre({ userId, deviceId, identity }: OperatorSide, json: boolean): string {
  const masterKey = identity.kind === "signed" ? identity.masterKey : undefined;
  if (json) return JSON.stringify({ kind: "signed-in", user: userId, device: deviceId, master_key: masterKey ?? null });
  return `signed in as ${userId}, device ${deviceId}, ${masterKey ? `master key ${masterKey}` : "NOT SIGNED"}`;
}

function noAgent(named: string | undefined): string {
  return named === undefined
    ? "No agent is in this account's rooms: join one in a Matrix client, or name the agent with --agent to take its invitation."
    : `${named} and this account share no room yet; its invitation is taken when it comes.`;
}

function sayIgnored(ignored: Ignored, log: OpenLog): void {
  const counts = Object.entries(ignored).filter(([, count]) => count > 0);
  if (counts.length > 0) log.warn("some events were not taken", Object.fromEntries(counts));
}
