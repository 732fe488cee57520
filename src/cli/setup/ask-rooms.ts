import { AgentFault } from "../../core/agent-fault.ts";
import type { Dialogue, Understood } from "./dialogue.ts";

/** Ids or aliases; without `room` the agent makes its own two. */
export interface RoomChoice {
  readonly room: string | undefined;
  readonly dataRoom: string | undefined;
}

/** New rooms or some that are there: by flags, or asked. Throws AgentFault `bad-usage`. */
export async function askRooms(given: RoomChoice, dialogue: Dialogue): Promise<RoomChoice> {
  for (const [flag, id] of [["--room", given.room] as const, ["--data-room", given.dataRoom] as const]) {
    const understood = understand(id ?? "");
    if (!understood.ok) throw new AgentFault("bad-usage", `${flag} ${id}: ${understood.problem}`);
  }
  if (given.dataRoom !== undefined && given.room === undefined) {
    throw new AgentFault("bad-usage", "--data-room needs --room beside it.");
  }
  if (given.room !== undefined || !dialogue.isSomebodyThere) return given;
  const text = "Room: Enter makes new ones; else the id or alias of one to which they invited the agent: ";
  return { room: await dialogue.ask({ text, flag: "--room", understand }), dataRoom: undefined };
}

function understand(typed: string): Understood<string | undefined> {
  if (typed === "") return { ok: true, value: undefined };
  if (/^(![^\s]+|#[^:\s]+:\S+)$/.test(typed)) return { ok: true, value: typed };
  return { ok: false, problem: "That is neither a room's id, as !AbCdEf, nor an alias, as #garden:example.org." };
}
