import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Edge } from "../../src/machine/simulated-hardware.ts";
import type { CommandEnd } from "../../src/wiring/operator/command-wish.ts";
import { type KillScene, lampMaxOnMs, lamps } from "./kill-scene.ts";

/** ms that switching off may be late on a machine that has much else to do. */
const toleranceMs = 1_500;

/** What is wrong after kills: by the hardware's own process, the operator's side, and the journal of the stopped agent. */
export async function judgeKills(
  { hardware, unit, sent, told, directory }: KillScene,
  ends: readonly CommandEnd[],
  kills: readonly { readonly from: number }[],
): Promise<readonly string[]> {
  const edges = await hardware.edges();
  const journal = readJournal(join(directory, "state"));
  const results = told.flatMap((event) => (event.kind === "result" ? [event.content] : []));
  const faults: string[] = [];
  for (const [index, { commandId, outcome }] of ends.entries()) {
    const command = sent[index];
    const name = `${commandId} ${JSON.stringify(command?.wish)}`;
    const finals = results.filter(({ command: id, status }) => id === commandId && status !== "accepted");
    if (finals.length !== 1) faults.push(`${name} has ${finals.length} results, ${outcome.code ?? outcome.status}`);
    const written = journal.get(commandId);
    if (written === undefined) faults.push(`${name} is not in the journal and was told as ${outcome.status}`);
    else if (written !== outcome.status) faults.push(`${name} ended as ${written} and was told as ${outcome.status}`);
    if (command?.act?.line !== "setpoint") continue;
    const { act } = command;
    const times = edges.filter(({ line, level }) => line === act.line && level === act.level).length;
    if (times > 1) faults.push(`${name} acted ${times} times`);
    if (times > 0 && (outcome.status === "refused" || outcome.status === "failed")) faults.push(`${name} acted`);
    if (times === 0 && outcome.status === "done") faults.push(`${name} is done and did not act`);
  }
  for (const [id, status] of journal) if (status === undefined) faults.push(`${id} has no outcome`);
  const outages = kills.map(({ from }) => ({
    from,
    to: unit.lines.find(({ what, at }) => what === "safe" && at >= from)?.at ?? from,
  }));
  for (const lamp of lamps) {
    const asked = ends.filter((_, index) => sent[index]?.act?.line === lamp);
    const mayHaveActed = asked.filter(
      ({ outcome }) => outcome.status === "done" || outcome.status === "unknown",
    ).length;
    const lampEdges = edges.filter(({ line }) => line === lamp);
    const acted = lampEdges.filter(({ level }) => level === "true").length;
    if (acted > mayHaveActed) faults.push(`${lamp} was switched on ${acted} times for ${mayHaveActed} commands`);
    faults.push(...judgeLamp(lamp, lampEdges, outages));
  }
  return faults;
}

/** Only between kill -9 and the end of `roomwire safe` may time go by that nobody watches. */
function judgeLamp(
  lamp: string,
  edges: readonly Edge[],
  outages: readonly { readonly from: number; readonly to: number }[],
): string[] {
  return edges.flatMap(({ level, at }, index) => {
    if (level !== "true") return [];
    const end = edges[index + 1]?.at;
    if (end === undefined) return [`${lamp} was left on`];
    const alone = outages.map(({ from, to }) => Math.max(0, Math.min(to, end) - Math.max(from, at)));
    const onMs = end - at - alone.reduce((sum, ms) => sum + ms, 0);
    return onMs > lampMaxOnMs + toleranceMs ? [`${lamp} was on for ${onMs} ms while somebody watched`] : [];
  });
}

/** Status by command id of all that was begun; undefined where there is none. */
function readJournal(directory: string): ReadonlyMap<string, string | undefined> {
  const database = new DatabaseSync(join(directory, "control.db"), { readOnly: true });
  try {
    const rows = database.prepare("SELECT id, outcome FROM commands WHERE command IS NOT NULL").all();
    return new Map(
      rows.map(({ id, outcome }) => [
        String(id),
        outcome === null ? undefined : String((JSON.parse(String(outcome)) as { status: string }).status),
      ]),
    );
  } finally {
    database.close();
  }
}
