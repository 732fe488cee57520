import { type Ask, stopId } from "./asks.ts";
import { judgeOutputs } from "./judge-outputs.ts";
import type { Content, Remains } from "./state-place.ts";
import type { World } from "./world.ts";

/**
 * What is wrong with a play that is over, judged from outside the agent: by the hardware, by what reached the room, and
 * by what the last life left. Nothing where all is well.
 */
export function judgePlay(world: World, asks: readonly Ask[], left: Remains): readonly string[] {
  const { journal } = left;
  const told = [...arrivedContents(world), ...waitingContents(world, left)];
  const answered = told.flatMap(answeredEvents);
  const noted = left.notes.flatMap(({ kind, id, event }) => (kind === "refusal" ? [id ?? event] : []));
  const traces = new Set([...answered, ...noted]);
  return [
    ...(left.inbox === 0 ? [] : ["the inbox is not empty"]),
    ...asks.flatMap((ask) => judgeCommand(told, ask, journal, traces)),
    ...judgeActs(world, asks, journal),
    ...twice(resultSeqs(told)).map((seq) => `two results have the number ${seq}`),
    ...judgeOutputs(world, stoppedAt(world)),
    ...judgeNotes(left),
    ...left.faults,
  ];
}

/** Exactly one outcome, told exactly once. One that was never begun was asked back for, or its refusal is told or noted. */
function judgeCommand(
  posts: readonly Content[],
  ask: Ask,
  journal: Remains["journal"],
  traces: ReadonlySet<unknown>,
): string[] {
  const faults: string[] = [];
  const say = (what: string): void => void faults.push(`${ask.id} ${JSON.stringify(ask.content)} ${what}`);
  const [told, ...more] = finalStatuses(posts, ask);
  const ended = journal.get(ask.id);
  const isBegun = journal.has(ask.id);
  if (more.length > 0) say(`has the results ${[told, ...more].join(", ")}`);
  if (isBegun && ended === undefined) say("has no outcome");
  // Where many are refused, some are only counted.
  const isTraced = isBegun || told !== undefined || [ask.id, `$${ask.id}`, undefined].some((id) => traces.has(id));
  if (ask.isTold && !isTraced) say("left no trace");
  if (ended !== undefined && ended !== told) say(`ended as ${ended} and was told as ${told}`);
  return faults;
}

/** What hardware saw is what outcomes say: `done` acted, `unknown` may have, everything else did not. */
function judgeActs(world: World, asks: readonly Ask[], journal: Remains["journal"]): string[] {
  const byAct = Map.groupBy(
    asks.flatMap((ask) => ask.acts.map((act) => ({ ask, act }))),
    ({ act }) => `${act.line} ${act.level}`,
  );
  return [...byAct].flatMap(([name, all]) => {
    const statuses = all.map(({ ask }) => journal.get(ask.id));
    const least = statuses.filter((status) => status === "done").length;
    const most = least + statuses.filter((status) => status === "unknown").length;
    const times = world.written.filter(({ line, level }) => `${line} ${level}` === name).length;
    const isRight = least <= times && times <= most;
    return isRight ? [] : [`${name} was written ${times} times for commands that ended as ${statuses.join(", ")}`];
  });
}

/** A text has one notice, in which the result rides along. */
function finalStatuses(posts: readonly Content[], { id }: Ask): readonly unknown[] {
  return posts
    .map((content) => (content["dev.roomwire.result"] ?? content) as Content)
    .filter(({ command, status }) => command === id && status !== "accepted")
    .map(({ status }) => status);
}

/** Ids of the events that a notice answers. */
function answeredEvents(post: Content): readonly unknown[] {
  const relation = post["m.relates_to"] as Content | undefined;
  const answered = (relation?.["m.in_reply_to"] as Content | undefined)?.event_id;
  return answered === undefined ? [] : [answered];
}

function resultSeqs(posts: readonly Content[]): readonly unknown[] {
  return posts.flatMap(({ command, seq }) => (command === undefined ? [] : [seq]));
}

/** Of events in the room, each of another transaction. */
function arrivedContents({ sender }: World): readonly Content[] {
  return sender.arrived.map(({ event }) => JSON.parse(event.wire) as Content);
}

/** Of what waits in the outbox and is not in the room yet. */
function waitingContents({ sender }: World, { outbox }: Remains): readonly Content[] {
  const arrived = new Set(sender.arrived.map(({ event }) => event.txn));
  return outbox.filter(({ txn }) => !arrived.has(txn)).map(({ content }) => content);
}

/** Monotonic ms from which everybody knew that everything is stopped. */
function stoppedAt({ sender }: World): number | undefined {
  const results = sender.arrived.map(({ event, at }) => ({ at, content: JSON.parse(event.wire) as Content }));
  return results.find(({ content }) => content.command === stopId && content.status === "done")?.at;
}

/** Each command begun and each outcome stands once in the audit. */
function judgeNotes({ notes, journal }: Remains): string[] {
  return ["command", "outcome"].flatMap((kind) => {
    const noted = notes.filter((note) => note.kind === kind).map(({ id }) => id);
    const isRight = noted.length === journal.size && new Set(noted).size === journal.size;
    return isRight ? [] : [`${journal.size} commands were begun, the audit has ${noted.length} notes of ${kind}`];
  });
}

function twice<Item>(items: readonly Item[]): readonly Item[] {
  return items.filter((item, index) => items.indexOf(item) !== index);
}
