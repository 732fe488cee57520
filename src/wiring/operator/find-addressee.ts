import { AgentFault } from "../../core/agent-fault.ts";
import type { RoomId, UserId } from "../../core/ids.ts";
import type { CommandWish } from "./command-wish.ts";
import type { KnownAgent } from "./operator-side.ts";

/** Which agent a command is for, and in which room. Throws AgentFault `bad-usage` when that is not plain. */
export function findAddressee(
  wish: Pick<CommandWish, "thing" | "agent" | "room">,
  agents: readonly KnownAgent[],
): { readonly agent: UserId; readonly room: RoomId } {
  const known =
    wish.agent === undefined ? oneWith(wish.thing, agents) : agents.find(({ agent }) => agent === wish.agent);
  if (known === undefined) {
    const what = wish.agent ?? "an agent";
    throw new AgentFault("bad-usage", `None of this account's rooms holds ${what}.`, {
      remedy: "Join its room in a Matrix client, or name it with --agent once it has invited this account.",
    });
  }
  const { agent, rooms } = known;
  const room = wish.room === undefined ? rooms[0] : rooms.find((candidate) => candidate === wish.room);
  if (room === undefined) {
    throw new AgentFault("bad-usage", `${agent} and this account share no room${wish.room ? ` ${wish.room}` : ""}.`, {
      remedy: "Join the agent's room in a Matrix client first.",
    });
  }
  return { agent, room };
}

function oneWith(thing: string, agents: readonly KnownAgent[]): KnownAgent | undefined {
  const within = agents.filter(({ rooms }) => rooms.length > 0);
  const having = within.filter(({ things }) => things.has(thing));
  const candidates = having.length > 0 ? having : within;
  if (candidates.length > 1) {
    const names = candidates.map(({ agent }) => agent).join(", ");
    throw new AgentFault("bad-usage", `Several agents could have ${thing}: ${names}.`, {
      remedy: "Name one with --agent.",
    });
  }
  return candidates[0];
}
