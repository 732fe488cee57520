import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openControlFile } from "../../src/store/control-file.ts";
import { verifyAudit } from "../../src/store/verify-audit.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { type Ask, stopId } from "./asks.ts";
import { judgeOutputs } from "./judge-outputs.ts";
import { judgeTelemetry } from "./judge-telemetry.ts";
import type { World } from "./world.ts";

export type Content = Readonly<Record<string, unknown>>;

/** A file that a play left, to be asked. */
export interface Left extends Disposable {
  rows(sql: string): readonly Content[];
}

/**
 * What is wrong with a play that is over, judged from outside the agent: by the hardware, by what reached the room, and
 * by the files in the last life's directory. Nothing where all is well.
 */
export async function judgePlay(world: World, asks: readonly Ask[], directory: string): Promise<readonly string[]> {
  const chain = await judgeChain(directory);
  using control = openLeft(join(directory, "control.db"));
  using readings = openLeft(join(directory, "readings.db"));
  const journal = new Map(
    control.rows("SELECT id, outcome FROM commands WHERE command IS NOT NULL").map(({ id, outcome }) => [id, outcome]),
  );
  const told = [...arrivedContents(world), ...waitingContents(world, control)];
  return [
    ...(control.rows("SELECT 1 FROM inbox").length === 0 ? [] : ["the inbox is not empty"]),
    ...asks.flatMap((ask) => judgeCommand(told, ask, journal.get(ask.id))),
    ...judgeActs(world, asks, journal),
    ...twice(resultSeqs(told)).map((seq) => `two results have the number ${seq}`),
    ...judgeOutputs(world, stoppedAt(world)),
    ...judgeTelemetry(world, readings),
    ...judgeNotes(control, journal),
    ...chain,
  ];
}

/** Exactly one outcome, told exactly once. `outcome` undefined: never begun; null: begun and never ended. */
function judgeCommand(posts: readonly Content[], ask: Ask, outcome: unknown): string[] {
  const faults: string[] = [];
  const say = (what: string): void => void faults.push(`${ask.id} ${JSON.stringify(ask.content)} ${what}`);
  const [told, ...more] = finalStatuses(posts, ask);
  if (more.length > 0) say(`has the results ${[told, ...more].join(", ")}`);
  if (outcome === null) say("has no outcome");
  if (outcome === undefined && told === undefined && ask.isTold) say("left no trace");
  const ended = statusOf(outcome);
  if (ended !== undefined && ended !== told) say(`ended as ${ended} and was told as ${told}`);
  return faults;
}

/** What hardware saw is what outcomes say: `done` acted, `unknown` may have, everything else did not. */
function judgeActs(world: World, asks: readonly Ask[], journal: ReadonlyMap<unknown, unknown>): string[] {
  const byAct = Map.groupBy(
    asks.flatMap((ask) => ask.acts.map((act) => ({ ask, act }))),
    ({ act }) => `${act.line} ${act.level}`,
  );
  return [...byAct].flatMap(([name, all]) => {
    const statuses = all.map(({ ask }) => statusOf(journal.get(ask.id)));
    const least = statuses.filter((status) => status === "done").length;
    const most = least + statuses.filter((status) => status === "unknown").length;
    const times = world.written.filter(({ line, level }) => `${line} ${level}` === name).length;
    const isRight = least <= times && times <= most;
    return isRight ? [] : [`${name} was written ${times} times for commands that ended as ${statuses.join(", ")}`];
  });
}

function statusOf(outcome: unknown): unknown {
  return typeof outcome === "string" ? (JSON.parse(outcome) as Content).status : undefined;
}

/** A text has one notice, in which the result rides along. */
function finalStatuses(posts: readonly Content[], { id }: Ask): readonly unknown[] {
  return posts
    .map((content) => (content["dev.roomwire.result"] ?? content) as Content)
    .filter(({ command, status }) => command === id && status !== "accepted")
    .map(({ status }) => status);
}

function resultSeqs(posts: readonly Content[]): readonly unknown[] {
  return posts.flatMap(({ command, seq }) => (command === undefined ? [] : [seq]));
}

/** Of events in the room, each of another transaction. */
function arrivedContents({ sender }: World): readonly Content[] {
  return sender.arrived.map(({ event }) => JSON.parse(event.wire) as Content);
}

/** Of what waits in the outbox and is not in the room yet. */
function waitingContents({ sender }: World, control: Left): readonly Content[] {
  const arrived = new Set(sender.arrived.map(({ event }) => event.txn));
  return control
    .rows("SELECT id, created_at, event FROM outbox")
    .filter(({ id, created_at }) => !arrived.has(`roomwire.post.${id}.${created_at}`))
    .map(({ event }) => (JSON.parse(String(event)) as { readonly content: Content }).content);
}

/** Monotonic ms from which everybody knew that everything is stopped. */
function stoppedAt({ sender }: World): number | undefined {
  const results = sender.arrived.map(({ event, at }) => ({ at, content: JSON.parse(event.wire) as Content }));
  return results.find(({ content }) => content.command === stopId && content.status === "done")?.at;
}

/** Each command begun and each outcome stands once in the audit. */
function judgeNotes(control: Left, journal: ReadonlyMap<unknown, unknown>): string[] {
  const notes = control.rows("SELECT kind, json_extract(body, '$.id') AS id FROM audit");
  return ["command", "outcome"].flatMap((kind) => {
    const noted = notes.filter((note) => note.kind === kind).map(({ id }) => id);
    const isRight = noted.length === journal.size && new Set(noted).size === journal.size;
    return isRight ? [] : [`${journal.size} commands were begun, the audit has ${noted.length} notes of ${kind}`];
  });
}

async function judgeChain(directory: string): Promise<readonly string[]> {
  using store = openControlFile(directory, new HandClock());
  const verdict = await verifyAudit(store.auditChain, [], async () => undefined);
  return verdict.kind === "whole" ? [] : [`the audit is broken at ${verdict.entry}: ${verdict.detail}`];
}

function twice<Item>(items: readonly Item[]): readonly Item[] {
  return items.filter((item, index) => items.indexOf(item) !== index);
}

function openLeft(file: string): Left {
  const database = new DatabaseSync(file, { readOnly: true });
  return { rows: (sql) => database.prepare(sql).all(), [Symbol.dispose]: () => database.close() };
}
