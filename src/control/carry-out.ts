import type { Command } from "../core/command.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { Outcome } from "../core/outcome.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import type { Action, Thing } from "../core/thing.ts";
import { type WriteParts, writeProperty } from "./write-property.ts";

/** ms a source that was asked anew may take to answer. */
const freshWithinMs = 5_000;

export interface CarryOutParts extends WriteParts {
  readonly things: readonly Thing[];
  readonly latest: (path: AffordancePath) => Reading | undefined;
  /** Asks the source anew; false where it cannot be asked. */
  readonly refresh: (path: AffordancePath) => boolean;
}

/** Does what an admitted command asks, and says what became of it. */
export async function carryOut(command: Command, signal: AbortSignal, parts: CarryOutParts): Promise<Outcome> {
  const thing = parts.things.find(({ id }) => id === command.thing);
  const property = thing?.properties.find(({ name }) => name === command.name);
  switch (command.op) {
    case "read":
      return property === undefined ? gone : await read(property, command.input === "fresh", parts);
    case "write":
      return property === undefined || command.input === undefined
        ? gone
        : await writeProperty(property, command.input, signal, parts);
    case "invoke": {
      const action = thing?.actions.find(({ name }) => name === command.name);
      return thing === undefined || action === undefined ? gone : await invoke(thing, action, signal, parts);
    }
  }
}

/** The configuration changed under a command that it had. */
const gone: Outcome = { status: "refused", code: "unknown-target", detail: "There is no such Thing any more." };

async function read(property: Property, fresh: boolean, parts: CarryOutParts): Promise<Outcome> {
  if (fresh) {
    using answer = parts.readBack.expect(property.path, () => true, freshWithinMs, parts.clock);
    if (parts.refresh(property.path)) await answer.seen;
  }
  const reading = parts.latest(property.path);
  if (reading?.quality === "ok" && reading.value !== undefined) {
    return { status: "done", output: reading.value, confirmed: "property" };
  }
  const isGone = reading === undefined || reading.quality === "unavailable";
  const detail = reading?.fault?.detail ?? `The value is ${reading?.quality ?? "not known yet"}.`;
  return { status: "failed", code: isGone ? "connection-down" : "driver-failed", detail };
}

async function invoke(thing: Thing, action: Action, signal: AbortSignal, parts: CarryOutParts): Promise<Outcome> {
  let last: Outcome = { status: "done", output: undefined, confirmed: "none" };
  const { work } = action;
  if (work.kind === "pulse") return gone;
  for (const [done, { property: name, value }] of work.writes.entries()) {
    const property = thing.properties.find((candidate) => candidate.name === name);
    last = property === undefined ? gone : await writeProperty(property, value, signal, parts);
    if (last.status !== "done") return done === 0 ? last : inPart(done, work.writes.length, last.detail);
  }
  return last.status === "done" ? { ...last, output: undefined } : last;
}

/** What is done in part is not certainly undone. */
function inPart(done: number, of: number, detail: string): Outcome {
  return { status: "unknown", code: "unconfirmed", detail: `${done} of ${of} writes were done. ${detail}` };
}
