import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { decodeColumns } from "../../src/core/columns.ts";
import type { Ask } from "./asks.ts";
import { mayBeOnMs } from "./crash-configuration.ts";
import type { World } from "./world.ts";

type Content = Readonly<Record<string, unknown>>;

/** ms that an output may be on for longer: the bus, and a try that failed. */
const toleranceMs = 50;

/**
 * What is wrong with a play that is over, judged from outside the agent: by the hardware, by what reached the room, and
 * by the files in the last life's directory. Nothing where all is well.
 */
export function judgePlay(world: World, asks: readonly Ask[], directory: string): readonly string[] {
  using control = openToRead(join(directory, "control.db"));
  using readings = openToRead(join(directory, "readings.db"));
  const journal = new Map(
    control.rows("SELECT id, outcome FROM commands WHERE command IS NOT NULL").map(({ id, outcome }) => [id, outcome]),
  );
  const told = [...arrivedContents(world), ...waitingContents(world, control)];
  return [
    ...(control.rows("SELECT 1 FROM inbox").length === 0 ? [] : ["the inbox is not empty"]),
    ...asks.flatMap((ask) => judgeCommand(world, told, ask, journal.get(ask.id))),
    ...twice(resultSeqs(told)).map((seq) => `two results have the number ${seq}`),
    ...[...mayBeOnMs].flatMap(([line, limitMs]) => judgeOutput(world, line, limitMs)),
    ...judgeTelemetry(world, readings),
  ];
}

/** Exactly one outcome, told exactly once, and true. `outcome` undefined: never begun; null: begun and never ended. */
function judgeCommand(world: World, posts: readonly Content[], ask: Ask, outcome: unknown): string[] {
  const faults: string[] = [];
  const say = (what: string): void => void faults.push(`${ask.id} ${JSON.stringify(ask.content)} ${what}`);
  const [told, ...more] = finalStatuses(posts, ask);
  if (more.length > 0) say(`has the results ${[told, ...more].join(", ")}`);
  for (const { line, level } of ask.acts) {
    const times = world.written.filter((write) => write.line === line && write.level === level).length;
    if (times > 1) say(`acted ${times} times`);
    if (times > 0 && outcome === undefined) say("acted and is not in the journal");
    if (times > 0 && (told === "refused" || told === "failed")) say(`acted and was told as ${told}`);
    if (times === 0 && told === "done") say("was told as done and did not act");
  }
  if (outcome === null) say("has no outcome");
  if (outcome === undefined && told === undefined && ask.isGood) say("left no trace");
  if (typeof outcome !== "string") return faults;
  const { status } = JSON.parse(outcome) as Content;
  if (status !== told) say(`ended as ${status} and was told as ${told}`);
  return faults;
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
function waitingContents({ sender }: World, control: Opened): readonly Content[] {
  const arrived = new Set(sender.arrived.map(({ event }) => event.txn));
  return control
    .rows("SELECT id, created_at, event FROM outbox")
    .filter(({ id, created_at }) => !arrived.has(`roomwire.post.${id}.${created_at}`))
    .map(({ event }) => (JSON.parse(String(event)) as { readonly content: Content }).content);
}

/** Without an agent nobody can switch off: that is what `roomwire safe` is for. */
function judgeOutput({ hardware, clock, outages }: World, line: string, limitMs: number): string[] {
  const edges = hardware.edges().filter((edge) => edge.line === line);
  return edges.flatMap(({ level, at }, index) => {
    if (level !== "true") return [];
    const end = edges[index + 1]?.at ?? clock.monotonic();
    const alone = outages.map(({ from, to }) => Math.max(0, Math.min(to, end) - Math.max(from, at)));
    const onMs = end - at - alone.reduce((sum, ms) => sum + ms, 0);
    return onMs > limitMs + toleranceMs ? [`${line} was on for ${onMs} ms while there was an agent`] : [];
  });
}

/** Every reading up to the cursor arrived, and none twice. The last event may have arrived without its answer. */
function judgeTelemetry({ sender }: World, readings: Opened): string[] {
  const events = sender.contents("dev.roomwire.telemetry") as readonly Content[];
  const [cursor] = readings.rows("SELECT delivered_through AS through FROM cursor");
  const [sealed] = readings.rows("SELECT txn, through FROM sealed");
  const isUnanswered = sender.arrived.some(({ event }) => event.txn === sealed?.txn);
  const delivered = isUnanswered ? sealed?.through : cursor?.through;
  const arrived = events.reduce((sum, event) => {
    const decoded = decodeColumns(event);
    return sum + (decoded.ok ? decoded.readings.length : 0);
  }, 0);
  return [
    ...events.flatMap((event, index) => judgeNumber(event, events[index - 1])),
    ...(arrived === delivered ? [] : [`${delivered} readings were delivered by the journal, ${arrived} arrived`]),
  ];
}

/** They arrive in the order of sealing: from 1 in each epoch, its first one naming the last of the epoch before. */
function judgeNumber({ epoch, seq, after }: Content, before: Content | undefined): string[] {
  const isNext = before !== undefined && epoch === before.epoch;
  const wanted = isNext
    ? { seq: Number(before.seq) + 1 }
    : { seq: 1, after: before && { epoch: before.epoch, seq: before.seq } };
  const isRight = JSON.stringify({ seq, after }) === JSON.stringify(wanted);
  return isRight ? [] : [`telemetry ${epoch}/${seq} after ${JSON.stringify(after)} is not ${JSON.stringify(wanted)}`];
}

function twice<Item>(items: readonly Item[]): readonly Item[] {
  return items.filter((item, index) => items.indexOf(item) !== index);
}

interface Opened extends Disposable {
  rows(sql: string): readonly Content[];
}

function openToRead(file: string): Opened {
  const database = new DatabaseSync(file, { readOnly: true });
  return { rows: (sql) => database.prepare(sql).all(), [Symbol.dispose]: () => database.close() };
}
